import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("every proxy set-up that the documentation shows keeps /metrics inside", () => {
  const page = readFileSync(new URL("../../docs/operations.md", import.meta.url), "utf8");
  const samples = page.match(/^\S+ \{\n.*?^\}/gms) ?? [];
  expect(samples).toHaveLength(2);
  for (const sample of samples) {
    expect(sample).toContain("@metrics path /metrics");
    expect(sample).toContain("respond @metrics 404");
  }
});
