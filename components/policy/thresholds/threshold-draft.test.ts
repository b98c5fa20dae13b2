import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tierCounts } from "./past-counts.ts";
import { numbersOnPhone, positionOf, refit, scaleFor, ticksOf, valueAt } from "./scale.ts";
import {
  edgeFault,
  edgesOf,
  lowerEdge,
  moveEdge,
  removeTier,
  roomOf,
  splitTier,
  type TierDraft,
  typeEdge,
} from "./threshold-draft.ts";
import { addUnits, parseEdge, snapEdge, stepEdge } from "./tier-limit.ts";

function draft(edges: number[]): TierDraft[] {
  return [...edges, 0].map((upTo, index) => ({
    ...{ key: `b${index}`, ruleId: `r${index}`, title: "", outcome: "step_up" as const, approvals: 1 },
    ...{ upTo, typed: String(upTo), grantTtlSeconds: 300, requestTtlSeconds: 900 },
  }));
}

const edges = fc
  .uniqueArray(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 1, maxLength: 5 })
  .map((counts) => counts.sort((one, other) => one - other).map((count) => count / 100));
const move = fc.record({
  index: fc.nat({ max: 4 }),
  how: fc.constantFrom("drag", "step", "page", "type", "split", "remove"),
  to: fc.double({ min: 0, max: 1e6, noNaN: true }),
  typed: fc.constantFrom("0", "0.1", "99.99", "1e3", "1,250", "", "5000", "-1", "0.00001"),
  direction: fc.constantFrom<1 | -1>(1, -1),
});

describe("the limits of a threshold", () => {
  test("never cross or meet, stay above 0 and have at most two fraction digits, after any edits", () => {
    fc.assert(
      fc.property(edges, fc.array(move, { maxLength: 20 }), (start, moves) => {
        let tiers = draft(start);
        for (const { how, to, typed, direction, ...where } of moves) {
          const index = where.index % Math.max(1, tiers.length - 1);
          const value = tiers[index]?.upTo ?? 1;
          if (how === "drag") tiers = moveEdge(tiers, index, snapEdge(to, 0.01), 0.01);
          if (how === "step") tiers = moveEdge(tiers, index, stepEdge(value, direction, false, 0.01), 0.01);
          if (how === "page") tiers = moveEdge(tiers, index, stepEdge(value, direction, true, 0.01), 0.01);
          if (how === "type") tiers = typeEdge(tiers, index, typed);
          if (how === "split") tiers = splitTier(tiers, index, `n${tiers.length}`, 0.01);
          if (how === "remove" && tiers.length > 2) tiers = removeTier(tiers, index);
          const now = edgesOf(tiers);
          expect(now.every((edge, at) => edge > lowerEdge(tiers, at))).toBe(true);
          for (const edge of now) expect(Number(edge.toFixed(2))).toBe(edge);
        }
      }),
    );
  });

  test("move by exact and reversible steps", () => {
    expect([100, 99, 0.3, 5000, 1000].map((value) => stepEdge(value, 1, false, 0.01))).toEqual([
      110, 100, 0.31, 5100, 1100,
    ]);
    expect([100, 110, 0.3, 5000, 1000].map((value) => stepEdge(value, -1, false, 0.01))).toEqual([
      99, 100, 0.29, 4900, 990,
    ]);
    expect([100, 1250, 0.1].map((value) => stepEdge(value, 1, true, 0.01))).toEqual([200, 2000, 0.2]);
    let value = 0.1;
    for (let step = 0; step < 200; step++) value = stepEdge(value, 1, false, 0.01);
    expect(value).toBe(30);
    for (let step = 0; step < 200; step++) value = stepEdge(value, -1, false, 0.01);
    expect(value).toBe(0.1);
    expect(stepEdge(7, 1, false, 1)).toBe(8);
    expect(addUnits(0.1, 2, 0.1)).toBe(0.3);
  });

  test("are exactly the typed numbers, without guessing", () => {
    expect(["0.1", "100.01", " 5000 ", "12.5000"].map(parseEdge)).toEqual([0.1, 100.01, 5000, 12.5]);
    for (const text of ["1,250", "1e3", "-5", ".5", "5.", "0.00001", "", "1 000", "922337203685478"])
      expect(parseEdge(text), text).toBeUndefined();
  });

  test("typed without room stay unchanged and show the reason", () => {
    const tiers = typeEdge(draft([100, 5000]), 1, "50");
    expect(edgesOf(tiers)).toEqual([100, 5000]);
    expect(tiers[1]?.typed).toBe("50");
    expect(edgeFault(tiers, 1, "50")).toMatch(/greater than 100,/);
    expect(edgeFault(tiers, 0, "5000")).toMatch(/less than 5000,/);
    expect(edgeFault(tiers, 2, "")).toBeUndefined();
    expect(roomOf(tiers, 0, 0.01)).toEqual({ least: 0.01, most: 4999.99 });
  });

  test("keep their rules when a tier is split or removed", () => {
    const divided = splitTier(draft([100, 5000]), 1, "new", 0.01);
    expect(divided.map(({ ruleId }) => ruleId)).toEqual(["r0", "r1", "", "r2"]);
    expect(edgesOf(divided)).toEqual([100, 710, 5000]);
    expect(removeTier(divided, 2).map(({ ruleId }) => ruleId)).toEqual(["r0", "r1", "r2"]);
    expect(edgesOf(removeTier(draft([100, 5000]), 2))).toEqual([100]);
  });
});

describe("the scale", () => {
  test("has room for small and large numbers, and converts positions back to the same numbers", () => {
    const scale = scaleFor([100, 5000, 50_000], 0, 0.01);
    expect(scale).toEqual({ knee: 10, top: 200_000 });
    expect(positionOf(scale, 100)).toBeGreaterThan(0.2);
    expect(positionOf(scale, 50_000)).toBeLessThan(0.9);
    for (const value of [0, 1, 100, 5000, 200_000])
      expect(valueAt(scale, positionOf(scale, value))).toBeCloseTo(value, 6);
    expect(ticksOf(scale)).toEqual([10, 100, 1000, 10_000, 100_000]);
  });

  test("has only numbers on a phone that don't overlap there", () => {
    const scale = scaleFor([100, 5000, 50_000], 50_000_000, 0.01);
    const ticks = ticksOf(scale);
    expect(ticks).toEqual([100, 1000, 10_000, 100_000, 1_000_000, 10_000_000]);
    const onPhone = numbersOnPhone(scale, ticks, (tick) => tick.toLocaleString("en"));
    expect([...onPhone]).toEqual([100, 1000, 100_000, 10_000_000]);
  });

  test("changes only when a limit has no room left", () => {
    const scale = scaleFor([100, 5000, 50_000], 0, 0.01);
    expect(refit(scale, [100, 5000, 60_000], 0.01)).toBe(scale);
    expect(refit(scale, [100, 5000, 150_000], 0.01).top).toBeGreaterThanOrEqual(600_000);
  });
});

describe("past requests by tier", () => {
  const distribution = { currency: "USD", count: 60, isExact: false };
  const buckets = [
    { upTo: 100, count: 10 },
    { upTo: 110, count: 20 },
    { upTo: 5000, count: 30 },
  ];

  test("are exact when limits lie between buckets, and approximate when a limit divides a bucket", () => {
    expect(tierCounts({ ...distribution, buckets }, [100, 4900])).toEqual([
      { count: 10, isAbout: false },
      { count: 20, isAbout: false },
      { count: 30, isAbout: false },
    ]);
    expect(tierCounts({ ...distribution, buckets }, [105])).toEqual([
      { count: 20, isAbout: true },
      { count: 40, isAbout: true },
    ]);
  });

  test("listed one by one are counted exactly: the limit itself belongs to the lower tier", () => {
    const values = { ...distribution, isExact: true, buckets };
    expect(tierCounts(values, [109.99]).map(({ count }) => count)).toEqual([10, 50]);
    expect(tierCounts(values, [110]).map(({ count }) => count)).toEqual([30, 30]);
  });
});
