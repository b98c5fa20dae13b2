import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { contractNames, namesPage } from "./contract-names.ts";

test("docs/names.md lists exactly the names of the code: npm run house -- --names writes the page again", async () => {
  expect(readFileSync(namesPage, "utf8")).toBe(await contractNames());
});

test("no part of the list is empty", async () => {
  const parts = (await contractNames()).split("\n## ").slice(1);
  expect(parts.length).toBe(11);
  for (const part of parts) expect(part).toMatch(/\n- `.+`\n/);
});
