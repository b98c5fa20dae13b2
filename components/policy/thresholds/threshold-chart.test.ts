import { expect, test } from "vitest";
import { positionOf, scaleFor } from "./scale.ts";
import { pastBars } from "./threshold-chart.tsx";

const of = (...values: number[]) => ({
  ...{ currency: "USD", count: values.length, isExact: true },
  buckets: values.map((upTo) => ({ upTo, count: 1 })),
});
const scale = scaleFor([500], 2000, 1);

/** The left and right ends of the bars of a path. */
const barsOf = (path = "") =>
  [...path.matchAll(/M([\d.]+) .*?H([\d.]+)V/g)].map(([, left, right]) => [Number(left), Number(right)]);

test("a tier has only bars of requests in it, also where a stretch of the scale has a limit", () => {
  expect(pastBars(of(499), scale, [500]).map((path) => barsOf(path).length)).toEqual([1, 0]);
  expect(pastBars(of(500), scale, [500]).map((path) => barsOf(path).length)).toEqual([1, 0]);
  expect(pastBars(of(501), scale, [500]).map((path) => barsOf(path).length)).toEqual([0, 1]);
});

test("bars end at a limit wherever it is, and each has room to be seen", () => {
  for (let edge = 450; edge <= 550; edge += 1) {
    const limit = positionOf(scale, edge);
    const [below, above] = pastBars(of(edge, edge + 1), scale, [edge]).map(barsOf);
    expect([below?.length, above?.length]).toEqual([1, 1]);
    expect(below?.[0]?.[1]).toBeLessThanOrEqual(limit + 0.0001);
    expect(above?.[0]?.[0]).toBeGreaterThanOrEqual(limit - 0.0001);
    for (const [left = 0, right = 0] of [...(below ?? []), ...(above ?? [])])
      expect(right - left).toBeGreaterThan(0.002);
  }
});
