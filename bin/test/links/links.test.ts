import { spawnSync } from "node:child_process";
import { mkdtempSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { findDeadLinks, findDeadPaths } from "./find-dead-links.ts";

const root = path.join(import.meta.dirname, "../../..");

function listed(...patterns: string[]): string[] {
  const { stdout } = spawnSync("git", ["ls-files", "-co", "--exclude-standard", ...patterns], { cwd: root });
  return stdout.toString().split("\n").filter(Boolean);
}

test("every link and every path in the documents leads to a file and a heading that exist", () => {
  const pages = listed("*.md");
  expect(pages).toContain("README.md");
  expect(pages.flatMap((page) => findDeadLinks(page, root))).toEqual([]);
});

test("every picture in the documents has less than 2 MB", () => {
  const pictures = listed("docs/*.png");
  expect(pictures).toContain("docs/first-minute.png");
  expect(pictures.filter((file) => statSync(path.join(root, file)).size >= 2_000_000)).toEqual([]);
});

test("every path in a comment is a file that exists", () => {
  const files = listed("*.ts", "*.tsx", "*.mjs", "*.css", "*.sql");
  expect(files).toContain("db/migrations/0000_baseline.sql");
  expect(files.flatMap((file) => findDeadPaths(file, root))).toEqual([]);
});

test("the path of a missing file is found in a comment, and not in a string", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "paths-"));
  writeFileSync(
    path.join(folder, "a.ts"),
    '/** lib/gone.ts does it. */\nconst sample = "lib/sample.ts"; // app/[id]/gone.tsx',
  );
  writeFileSync(path.join(folder, "a.sql"), "-- db/gone.ts\nselect 1;");
  expect(findDeadPaths("a.ts", folder)).toEqual(["a.ts: lib/gone.ts", "a.ts: app/[id]/gone.tsx"]);
  expect(findDeadPaths("a.sql", folder)).toEqual(["a.sql: db/gone.ts"]);
});

test("a link to a missing file or heading, and the path of a missing file, are found", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "links-"));
  const page =
    "# One *two*\n\n## One `two`\n\n[a](#one-two) [b](#one-two-1) [c](page.md#three) [d](gone.md)\n`lib/gone.ts`";
  writeFileSync(path.join(folder, "page.md"), page);
  expect(findDeadLinks("page.md", folder)).toEqual([
    "page.md: page.md#three",
    "page.md: gone.md",
    "page.md: lib/gone.ts",
  ]);
});
