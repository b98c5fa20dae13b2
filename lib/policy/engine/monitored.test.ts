import { describe, expect, test } from "vitest";
import type { Condition } from "#lib/policy/language/condition";
import { policyOf } from "#lib/policy/testing/arbitrary-rules";
import { judge, over50000, rule, upTo100, usd } from "#lib/policy/testing/judge";
import { sliceFor, totalsNeeded } from "./rule-index.ts";

describe("a rule in monitor mode", () => {
  const allow = rule({ outcome: "allow" });

  test("decides nothing, and its hypothetical outcome is recorded", () => {
    const block = rule({ outcome: "block", isMonitored: true });
    const stepUp = rule({ id: "two", outcome: "step_up", approvals: 2, isMonitored: true });
    expect(judge([allow, block, stepUp], usd(5))).toMatchObject({
      outcome: "allow",
      ruleIds: ["allow"],
      monitored: { ruleIds: ["block", "two"], outcome: "block" },
    });
    expect(judge([allow, stepUp], usd(5))).toMatchObject({
      outcome: "allow",
      approvalsRequired: 0,
      monitored: { ruleIds: ["two"], outcome: "step_up" },
    });
  });

  test("would be outweighed by stricter rules like any other", () => {
    const watched = rule({ outcome: "allow", isMonitored: true });
    expect(judge([watched], usd(5))).toMatchObject({
      outcome: "step_up",
      ruleIds: [],
      monitored: { ruleIds: ["allow"], outcome: "allow" },
    });
    expect(judge([watched, rule({ outcome: "block" })], usd(5))).toMatchObject({
      outcome: "block",
      monitored: { ruleIds: ["allow"], outcome: "block" },
    });
    expect(judge([watched], usd("5")).monitored).toMatchObject({ outcome: "step_up" });
  });

  test("is indeterminate where it cannot be checked, which does not change the outcome either", () => {
    const block = rule({ outcome: "block", conditions: [over50000], isMonitored: true });
    const verdict = judge(
      [rule({ outcome: "allow", actions: ["data.read"] }), { ...block, actions: ["data.read"] }],
      {},
      "data.read",
    );
    expect(verdict).toMatchObject({
      outcome: "allow",
      indeterminateRuleIds: [],
      monitored: { ruleIds: ["block"], outcome: "step_up" },
    });
  });

  test("has no result where it does not apply", () => {
    const block = rule({ outcome: "block", conditions: [over50000], isMonitored: true });
    expect(judge([allow, block], usd(5))).not.toHaveProperty("monitored");
    expect(judge([allow], usd(5))).not.toHaveProperty("monitored");
  });
});

describe("the required totals", () => {
  const perDay: Condition = {
    kind: "total",
    of: "sum",
    per: "agent",
    window: "24h",
    currencies: ["USD"],
    over: 1000,
  };
  const name = "total.sum.agent.24h refund.create";

  test("are those read by rules about the type, including monitored rules, without duplicates", () => {
    const policy = policyOf([
      rule({ id: "one", outcome: "step_up", conditions: [perDay] }),
      rule({ id: "two", outcome: "block", conditions: [{ ...perDay, over: 5000 }], isMonitored: true }),
      rule({
        id: "three",
        outcome: "block",
        actions: ["refund.*"],
        conditions: [{ ...perDay, of: "count", currencies: undefined }],
      }),
      rule({ id: "off", outcome: "block", conditions: [{ ...perDay, window: "1h" }], enabled: false }),
    ]);
    expect(totalsNeeded(policy, "refund.create").map((total) => total.name)).toEqual([
      name,
      "total.count.agent.24h refund.*",
    ]);
    expect(totalsNeeded(policy, "refund.cancel").map((total) => total.name)).toEqual([
      "total.count.agent.24h refund.*",
    ]);
    expect(totalsNeeded(policy, "data.read")).toEqual([]);
    expect(sliceFor(policy, "refund.create").totals).toBe(totalsNeeded(policy, "refund.create"));
  });

  test("are empty for rules without totals", () => {
    expect(
      totalsNeeded(policyOf([rule({ outcome: "allow", conditions: [upTo100] })]), "refund.create"),
    ).toEqual([]);
  });
});
