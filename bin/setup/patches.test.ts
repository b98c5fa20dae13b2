import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { applyPatches, patchState } from "./patches.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "patches-"));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (name: string) => readFileSync(path.join(folder, name), "utf8");
const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);

beforeEach(() => {
  write("one.js", "a\nb\nc\n\nd\n");
  write("two.js", "x\ny\n");
});

const patch = (second: string) => `--- a/one.js
+++ b/one.js
@@ -1,3 +1,4 @@
 a
-b
+B
+bb
 c
@@ -4,2 +5,1 @@
 
-d
+D
--- a/two.js
+++ b/two.js
@@ -1,2 +1,2 @@
 x
-${second}
+z
`;

test("a patch changes every file that it names", () => {
  expect(patchState(folder, [patch("y")])).toBe("unpatched");
  applyPatches(folder, [patch("y")]);
  expect(read("one.js")).toBe("a\nB\nbb\nc\n\nD\n");
  expect(read("two.js")).toBe("x\nz\n");
  expect(patchState(folder, [patch("y")])).toBe("patched");
});

test("a patch that does not match its package changes no file", () => {
  expect(() => applyPatches(folder, [patch("not there")])).toThrow("differs");
  expect(read("one.js")).toBe("a\nb\nc\n\nd\n");
  expect(read("two.js")).toBe("x\ny\n");
});

test("a package that was replaced, in part or by another version, is not taken for patched", () => {
  applyPatches(folder, [patch("y")]);
  write("two.js", "x\ny\n");
  expect(patchState(folder, [patch("y")])).toBe("other");
  write("one.js", "another version\n");
  expect(patchState(folder, [patch("y")])).toBe("other");
});
