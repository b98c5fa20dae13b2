import { expect, test } from "vitest";
import { ticks } from "./outcomes-chart.tsx";

test("ticks are round and whole, and the last is at least the highest value", () => {
  expect([0, 1, 3, 9, 42, 51, 100, 45_000].map((highest) => ticks(highest)[2])).toEqual([
    ...[2, 2, 4, 10, 50, 100, 100, 50_000],
  ]);
  for (let highest = 0; highest < 3000; highest += 7) {
    const [zero, middle, top] = ticks(highest);
    expect([zero, middle * 2, Number.isInteger(middle)]).toEqual([0, top, true]);
    expect(top).toBeGreaterThanOrEqual(highest);
    expect(top).toBeLessThanOrEqual(Math.max(2, highest * 2.5));
  }
});
