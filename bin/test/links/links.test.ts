import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { findDeadLinks } from "./find-dead-links.ts";

const root = path.join(import.meta.dirname, "../../..");

test("every link and every path in the documents leads to a file and a heading that exist", () => {
  const listed = spawnSync("git", ["ls-files", "-co", "--exclude-standard", "*.md"], { cwd: root });
  const pages = listed.stdout.toString().split("\n").filter(Boolean);
  expect(pages).toContain("README.md");
  expect(pages.flatMap((page) => findDeadLinks(page, root))).toEqual([]);
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
