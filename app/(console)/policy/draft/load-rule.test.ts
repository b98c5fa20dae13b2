import { expect, test } from "vitest";
import type { Rule } from "#lib/policy/language/rule";
import { rule } from "#lib/policy/testing/judge";
import { usesMoreOptions } from "./load-rule.ts";

const plain = {
  ...{ id: "plain", outcome: "step_up" as const, actions: ["refund.create"] },
  approvers: { kind: "owner" as const },
};

test("a rule about an action, its outcome and its approvals uses none of the folded options", () => {
  expect(usesMoreOptions(rule(plain))).toBe(false);
});

test.each<Partial<Rule>>([
  { resource: "charge/*" },
  { audience: "https://api.example.com" },
  { agents: ["agt_01hzy3v7q8e9abcdefghjkmnpq"] },
  { labels: ["trusted"] },
  { expiresAt: "2026-12-01T00:00:00Z" },
  { isMonitored: true },
  { numberMatching: true },
  { readingSeconds: 5 },
  { allowEdits: true },
  { enabled: false },
  { grantTtlSeconds: 60 },
  { requestTtlSeconds: 60 },
])("a rule with %o opens the folded options, so that none is overlooked", (option) => {
  expect(usesMoreOptions({ ...rule(plain), ...option } as Rule)).toBe(true);
});
