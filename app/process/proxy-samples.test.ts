import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("no documented proxy configuration exposes /metrics", () => {
  const page = readFileSync(new URL("../../docs/operations.md", import.meta.url), "utf8");
  const samples = page.match(/^\S+ \{\n.*?^\}/gms) ?? [];
  expect(samples).toHaveLength(2);
  for (const sample of samples) {
    expect(sample).toContain("@metrics path /metrics");
    expect(sample).toContain("respond @metrics 404");
  }
});
