import { expect, test } from "vitest";
import type { Threshold } from "#lib/policy/thresholds/threshold";
import { cautionsOf } from "./cautions.ts";
import { openThreshold, sentThreshold } from "./on-screen.ts";
import { changeTier, moveEdge } from "./threshold-draft.ts";

const measure = { kind: "amount" as const, amount: "amount", currency: "currency", currencies: ["USD"] };

function threshold(titles: [string, string, string]): Threshold {
  const [small, medium, large] = titles;
  const ttl = { grantTtlSeconds: 300, requestTtlSeconds: 900 };
  return {
    id: "refund",
    action: "refund.create",
    measure,
    tiers: [
      { ruleId: "a", title: small, outcome: "allow", approvals: 1, upTo: 100, ...ttl },
      { ruleId: "b", title: medium, outcome: "step_up", approvals: 1, upTo: 5000, ...ttl },
      { ruleId: "c", title: large, outcome: "block", approvals: 1, ...ttl },
    ],
  } as unknown as Threshold;
}

test.each([
  ["this release", ["Refund: up to 100 USD", "Refund: over 100 to 5,000 USD", "Refund: over 5,000 USD"]],
  [
    "the workspace's first version",
    [
      "Auto-approve refunds up to 100",
      "Refunds over 100 need 1 approval",
      "Refunds over 5,000 need 2 approvals",
    ],
  ],
] as [string, [string, string, string]][])(
  "titles by %s follow a limit that moves, and stay where nothing moves",
  (_, titles) => {
    const start = { threshold: threshold(titles), actionTitle: "Refund", mostPast: 0 };
    const tiers = openThreshold(start.threshold, "Refund").map((tier, index) =>
      index === 0 ? { ...tier, upTo: 200, typed: "200" } : tier,
    );
    expect(sentThreshold(tiers, start, measure).tiers.map(({ title }) => title)).toEqual([
      "Refund: up to 200 USD",
      "Refund: over 200 to 5,000 USD",
      titles[2],
    ]);
  },
);

test("a title that an admin wrote stays when its limit or outcome changes, and the editor says so", () => {
  const start = { threshold: threshold(["Small", "Medium", "Large"]), actionTitle: "Refund", mostPast: 0 };
  const opened = openThreshold(start.threshold, "Refund");
  expect(cautionsOf(opened, measure)).toEqual([]);
  const tiers = changeTier(moveEdge(opened, 0, 200, 0.01), 2, { outcome: "step_up", approvals: 3 });
  expect(cautionsOf(tiers, measure)).toEqual(
    ["Small", "Medium", "Large"].map((title) => `“${title}” keeps its name. Check that the name still fits.`),
  );
  expect(sentThreshold(tiers, start, measure).tiers.map(({ title }) => title)).toEqual([
    "Small",
    "Medium",
    "Large",
  ]);
});
