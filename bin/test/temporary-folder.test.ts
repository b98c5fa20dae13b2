import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { bundleProgram } from "#db/testing/bundle-program";

const program = await bundleProgram(path.join(import.meta.dirname, "temporary-folder.ts"));
const parent = mkdtempSync(path.join(tmpdir(), "memory-"));
afterEach(() => {
  for (const name of readdirSync(parent)) rmSync(path.join(parent, name), { recursive: true });
});

/** A process that calls the function, writes a file into its TMPDIR, and prints TMPDIR. */
function run(env: Record<string, string> = {}) {
  const script = `
    const { keepTemporaryFilesInMemory } = await import(${JSON.stringify(program)});
    keepTemporaryFilesInMemory(process.env, { parent: ${JSON.stringify(parent)}, needed: 0 });
    const { writeFileSync } = await import("node:fs");
    if (process.env.TMPDIR) writeFileSync(process.env.TMPDIR + "/file", "");
    console.log(process.env.TMPDIR ?? "");`;
  const args = ["--input-type=module", "-e", script];
  const { TMPDIR: _, ...rest } = process.env;
  return spawnSync(process.execPath, args, {
    env: { ...(rest as NodeJS.ProcessEnv), ...env },
    encoding: "utf8",
  }).stdout.trim();
}

afterAll(() => rmSync(parent, { recursive: true }));

test("a run gets its own folder, which is gone after the run", () => {
  const folder = run();
  expect(path.dirname(folder)).toBe(parent);
  expect(existsSync(folder)).toBe(false);
});

test("the folder of a killed run is removed by the next run, that of a running one is not", () => {
  const dead = spawnSync(process.execPath, ["-e", ""]).pid;
  const [left, used] = [dead, process.pid].map((pid) => path.join(parent, `countersign-tests-${pid}`));
  mkdirSync(path.join(left as string, "inside"), { recursive: true });
  mkdirSync(used as string);
  run();
  expect(existsSync(left as string)).toBe(false);
  expect(existsSync(used as string)).toBe(true);
});

test("a TMPDIR that is set stays", () => {
  const own = mkdtempSync(path.join(parent, "own-"));
  expect(run({ TMPDIR: own })).toBe(own);
});
