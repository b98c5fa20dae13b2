// Builds the release before and this version, and upgrades a workspace from one to the other while agents call:
// rolling.spec.ts. `--from <commit>` names another version to begin with. Without a release, this version is both.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { cacheFolder, repository } from "../../setup/repository.mjs";
import { setUp } from "../../setup.mjs";
import { newestRelease } from "../newest-release.ts";
import { provideChromium } from "../provide-chromium.ts";
import { withoutSettings } from "../without-settings.ts";

withoutSettings(process.env);
const folder = path.join(cacheFolder, "upgrade");
const named = process.argv.indexOf("--from");
const from = named === -1 ? newestRelease() : process.argv[named + 1];
await setUp({ build: true, forDevelopment: true });
await provideChromium();
const before = from === undefined ? repository : checkOut(from);
const PREVIOUS = install(before, "previous");
const NEXT = path.join(folder, "next");
if (before === repository) cpSync(PREVIOUS, clear(NEXT), { recursive: true, verbatimSymlinks: true });
else install(repository, "next");
console.log(`From ${from ?? "this version"} to this version`);
// In the clone of the release before: its fixtures know its schema and its pages, to which both answer.
const playwright = ["node_modules/@playwright/test/cli.js", "test", "--config"];
run(before, [...playwright, "bin/test/upgrade/playwright.config.ts"], {
  PREVIOUS,
  NEXT,
  COUNTERSIGN_BUILD: ".cache/builds/image",
});

/** A clone of the commit, with its packages and its build, and with this test. */
function checkOut(commit: string): string {
  const hash = execFileSync("git", ["rev-parse", `${commit}^{commit}`], { encoding: "utf8" }).trim();
  const clone = path.join(folder, hash);
  if (!existsSync(clone))
    execFileSync("git", ["clone", "--quiet", "--shared", "--no-checkout", repository, clone]);
  execFileSync("git", ["checkout", "--quiet", "--force", hash], { cwd: clone });
  const prepare = "await (await import('./bin/setup.mjs')).setUp({ build: true, forDevelopment: true })";
  run(clone, ["--input-type=module", "--eval", prepare]);
  const files = ["bin/test/upgrade", "e2e/fixtures/server.ts", "db/testing/next-release.ts"];
  for (const file of files) cpSync(path.join(repository, file), path.join(clone, file), { recursive: true });
  return clone;
}

/** What runs, and nothing else, as in the image: a process finds its migrations in its own folder. */
function install(clone: string, name: string): string {
  const target = clear(path.join(folder, name));
  run(clone, ["--import", "tsx", "bin/setup/copy-server.ts", target]);
  return target;
}

function clear(target: string): string {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  return target;
}

/** Runs Node, and ends with its exit code if it fails. */
function run(cwd: string, args: string[], settings: Record<string, string> = {}): void {
  const env = { ...process.env, ...settings };
  const { status } = spawnSync(process.execPath, args, { cwd, env, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
