import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { applyPatch } from "./patches.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "patches-"));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (name: string) => readFileSync(path.join(folder, name), "utf8");

beforeEach(() => {
  writeFileSync(path.join(folder, "one.js"), "a\nb\nc\n\nd\n");
  writeFileSync(path.join(folder, "two.js"), "x\ny\n");
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
--- a/two.js
+++ b/two.js
@@ -1,2 +1,2 @@
 x
-${second}
+z
`;

test("a patch changes every file that it names", () => {
  applyPatch(patch("y"), folder);
  expect(read("one.js")).toBe("a\nB\nbb\nc\n\n");
  expect(read("two.js")).toBe("x\nz\n");
});

test("a patch that does not match its package changes no file", () => {
  expect(() => applyPatch(patch("not there"), folder)).toThrow("does not match");
  expect(read("one.js")).toBe("a\nb\nc\n\nd\n");
  expect(read("two.js")).toBe("x\ny\n");
});
