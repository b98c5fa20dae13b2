import { expect, test } from "vitest";
import type { Threshold } from "#lib/policy/thresholds/threshold";
import { thresholdOf } from "#lib/policy/thresholds/threshold-of-rules";
import { defaultRules } from "#lib/policy/versions/defaults";
import { movedTiers } from "./moved-tiers.ts";

const refund = thresholdOf(defaultRules, "refund") as Threshold;

function withTiers(change: (tier: Threshold["tiers"][number], index: number) => object): Threshold {
  return { ...refund, tiers: refund.tiers.map((tier, index) => ({ ...tier, ...change(tier, index) })) };
}

test("a moved limit has its earlier value on both sides of it, and changes the tier below it alone", () => {
  const moved = movedTiers(
    refund,
    withTiers((_, index) => (index === 0 ? { upTo: 250 } : {})),
  );
  expect(moved).toHaveLength(refund.tiers.length);
  expect(moved?.[0]).toMatchObject({
    over: undefined,
    upTo: { before: "100.00", after: "250.00" },
    isChanged: true,
  });
  expect(moved?.[1]).toMatchObject({ over: { before: "100.00", after: "250.00" }, isChanged: false });
  expect(moved?.at(-1)).toMatchObject({ upTo: undefined, isChanged: false });
  expect(moved?.slice(2).every(({ over, isChanged }) => !over?.before && !isChanged)).toBe(true);
});

test("a changed outcome has its earlier words, and its limits stay", () => {
  const moved = movedTiers(
    refund,
    withTiers((_, index) => (index === 0 ? { outcome: "block" } : {})),
  );
  expect(moved?.[0]).toMatchObject({
    words: { before: "Auto-approved", after: "Blocked" },
    upTo: { after: "100.00" },
    isChanged: true,
  });
  expect(moved?.[0]?.upTo).not.toHaveProperty("before");
});

test("another number of tiers, or another measure, is not drawn as moved limits", () => {
  expect(movedTiers(refund, { ...refund, tiers: refund.tiers.slice(1) })).toBeUndefined();
  expect(movedTiers(refund, { ...refund, actions: ["payment.create"] } as Threshold)).toBeUndefined();
});
