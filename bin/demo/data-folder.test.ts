import { existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { lockFolder } from "#db/embedded/folder-lock";
import { emptyDataFolder } from "./data-folder.ts";

const parent = mkdtempSync(path.join(tmpdir(), "countersign-demo-"));

function otherFolder(name: string): string {
  const folder = path.join(parent, name);
  mkdirSync(path.join(folder, "postgres"), { recursive: true });
  writeFileSync(path.join(folder, "secret"), "of production");
  return folder;
}

function empty(folder: string, env = {}) {
  return () => emptyDataFolder({ COUNTERSIGN_DATA: folder, ...env });
}

test.each(["demo", ".countersign-demo"])(
  "a data folder without the demo's marker is refused, and nothing in it is changed: a file %s",
  (name) => {
    const folder = otherFolder(`production${name}`);
    writeFileSync(path.join(folder, name), "a file of someone else");
    expect(empty(folder)).toThrow("isn't a data folder of the demo");
    expect(readdirSync(folder)).toEqual([name, "postgres", "secret"]);
  },
);

test("a link to another data folder is refused", () => {
  const link = path.join(parent, "link");
  symlinkSync(otherFolder("linked"), link);
  expect(empty(link)).toThrow("isn't a data folder of the demo");
  expect(readdirSync(link)).toEqual(["postgres", "secret"]);
});

test.each([{ DATABASE_URL: "postgres://db" }, { DATABASE_URL_FILE: "/run/secrets/url" }])(
  "a database of one's own is refused: %o",
  (env) => {
    const folder = path.join(parent, "unused");
    expect(empty(folder, env)).toThrow("DATABASE_URL is set");
    expect(existsSync(folder)).toBe(false);
  },
);

test("only what a demo wrote is removed from its own folder at the next start", () => {
  const { folder, release } = empty(path.join(parent, "own"))();
  for (const name of ["secret", "notes.txt"]) writeFileSync(path.join(folder, name), "");
  release();
  empty(folder)();
  expect(readdirSync(folder)).toEqual([".countersign-demo", "lock", "notes.txt", "running"]);
});

test("the folder of a running demo is refused also without its server, and nothing in it is changed", () => {
  const { folder } = empty(path.join(parent, "running"))();
  writeFileSync(path.join(folder, "secret"), "");
  expect(empty(folder)).toThrow("is in use by process");
  expect(readdirSync(folder)).toContain("secret");
});

test("the folder of a server is refused, and nothing in it is changed", () => {
  const { folder, release } = empty(path.join(parent, "served"))();
  release();
  writeFileSync(path.join(folder, "secret"), "");
  const unlock = lockFolder(folder);
  expect(empty(folder)).toThrow("is in use by process");
  unlock();
  expect(readdirSync(folder)).toContain("secret");
});
