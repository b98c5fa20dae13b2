// Builds pages and server for production into the given folder.
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import path from "node:path";
import { bundleServer } from "./bundle-server.ts";
import { bundleVerifier } from "./bundle-verifier.ts";
import { bundleWorker } from "./bundle-worker.ts";
import { writeDownloads } from "./downloads/write-downloads.ts";
import { repository } from "./repository.mjs";

/** Recent builds stay for running servers; older builds are deleted. */
const maximumBuilds = 4;
const [, , folder] = process.argv;
if (folder === undefined) throw new Error("name the folder of the build");

const next = path.join(repository, "node_modules/next/dist/bin/next");
// Elsewhere than in CI, Next installs packages that it misses.
const env = { ...process.env, CI: "1" };
const { status } = spawnSync(process.execPath, [next, "build"], { stdio: "inherit", env });
// Next has printed the reason.
if (status !== 0) process.exit(1);
await saveBuild(folder);
removeOldBuilds(path.dirname(folder));

/** Next builds in .next; the files then move out, complete or not at all. */
async function saveBuild(folder: string): Promise<void> {
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const workshop = path.join(repository, ".next");
  for (const name of readdirSync(workshop)) {
    if (!["dev", "types", "cache", "lock"].includes(name))
      renameSync(path.join(workshop, name), path.join(draft, name));
  }
  relink(
    path.join(draft, "node_modules"),
    path.join(workshop, "node_modules"),
    path.join(folder, "node_modules"),
  );
  await bundleServer(draft);
  await bundleVerifier(draft);
  await bundleWorker(draft);
  await writeDownloads(path.join(draft, "downloads"));
  renameSync(draft, folder);
}

/** Corrects the relative links by which Next refers to unbundled packages (Cedar's) after a move. */
function relink(here: string, before: string, after: string): void {
  if (!existsSync(here)) return;
  for (const entry of readdirSync(here, { withFileTypes: true })) {
    const place = path.join(here, entry.name);
    if (entry.isDirectory()) relink(place, path.join(before, entry.name), path.join(after, entry.name));
    if (!entry.isSymbolicLink()) continue;
    const target = path.resolve(before, readlinkSync(place));
    rmSync(place);
    symlinkSync(path.relative(after, target), place);
  }
}

function removeOldBuilds(builds: string): void {
  const age = (name: string) => statSync(path.join(builds, name)).mtimeMs;
  const lastUsedFirst = readdirSync(builds).sort((a, b) => age(b) - age(a));
  for (const name of lastUsedFirst.slice(maximumBuilds)) rmSync(path.join(builds, name), { recursive: true });
}
