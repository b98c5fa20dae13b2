import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { record, removeUnneeded } from "./remove-unneeded.mjs";

let root: string;
const at = (name: string) => path.join(root, name);

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "packages-"));
  const names = ["next", "typescript", "playwright-core", "sharp"];
  for (const name of names) {
    mkdirSync(at(`node_modules/${name}/dist`), { recursive: true });
    writeFileSync(at(`node_modules/${name}/dist/main.js`), "");
    writeFileSync(at(`node_modules/${name}/dist/main.js.map`), "");
  }
  const packages = Object.fromEntries(names.map((name) => [`node_modules/${name}`, { version: "1.0.0" }]));
  writeFileSync(at(record), JSON.stringify({ lockfileVersion: 3, packages }));
});
afterEach(() => rmSync(root, { recursive: true }));

test("packages that no start uses leave the folder and npm's record, the others stay", () => {
  removeUnneeded(root);
  const kept = ["next", "typescript"];
  expect(kept.map((name) => existsSync(at(`node_modules/${name}/dist/main.js`)))).toEqual([true, true]);
  for (const name of ["playwright-core", "sharp"])
    expect(existsSync(at(`node_modules/${name}`)), name).toBe(false);
  const { lockfileVersion, packages } = JSON.parse(readFileSync(at(record), "utf8"));
  expect([lockfileVersion, Object.keys(packages)]).toEqual([3, kept.map((name) => `node_modules/${name}`)]);
  expect(statSync(at(record)).mtimeMs).toBeGreaterThanOrEqual(statSync(at("node_modules")).mtimeMs);
});

test("source maps are removed", () => {
  removeUnneeded(root);
  expect(existsSync(at("node_modules/next/dist/main.js.map"))).toBe(false);
});

test("an interrupted removal leaves no record, so that the next start installs anew", () => {
  // No file system has this name.
  writeFileSync(at(record), JSON.stringify({ packages: { "node_modules/sharp/\0": {} } }));
  expect(() => removeUnneeded(root)).toThrow();
  expect(existsSync(at(record))).toBe(false);
});
