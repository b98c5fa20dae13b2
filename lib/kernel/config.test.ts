import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

test("a metrics token needs 16 characters, and an empty one counts as none", () => {
  expect(() => readConfig({ COUNTERSIGN_METRICS_TOKEN: "x".repeat(15) })).toThrow(
    "COUNTERSIGN_METRICS_TOKEN must have at least 16 characters",
  );
  expect(readConfig({ COUNTERSIGN_METRICS_TOKEN: "x".repeat(16) }).metricsToken).toBe("x".repeat(16));
  expect(readConfig({ COUNTERSIGN_METRICS_TOKEN: "" }).metricsToken).toBeUndefined();
});

test("a metrics token that no header can carry is refused", () => {
  for (const token of [`${"x".repeat(16)} `, `${"x".repeat(16)}\u00e9`, `${"x".repeat(16)}\n`])
    expect(() => readConfig({ COUNTERSIGN_METRICS_TOKEN: token })).toThrow("COUNTERSIGN_METRICS_TOKEN");
});
