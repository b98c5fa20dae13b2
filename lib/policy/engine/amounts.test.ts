import { describe, expect, test } from "vitest";
import type { Json } from "#lib/json/canonical";
import { judge, over50000, rule, upTo100, usd } from "#lib/policy/testing/judge";

describe("Invariant 1: no amount is allowed by accident", () => {
  const edges: [string, Json][] = [
    ["a string", "50"],
    ["null", null],
    ["a boolean", true],
    ["an array", [50]],
    ["an object", { value: 50 }],
    ["Cedar's own escape", { __extn: { fn: "decimal", arg: "1.0" } }],
    ["negative", -50],
    ["zero", 0],
    ["five fraction digits", 50.00001],
    ["over by the smallest step", 100.0001],
    ["huge", 1e15],
    ["beyond any decimal", 1e300],
    ["tiny", 1e-7],
  ];
  test.each(edges)("an amount that is %s is not allowed by a threshold", (_, amount) => {
    expect(judge([rule({ outcome: "allow", conditions: [upTo100] })], usd(amount)).outcome).toBe("step_up");
  });

  test.each([0.0001, 1, 50.1234, 99.9999, 100])(
    "the threshold allows %d, to show that it allows at all",
    (amount) => {
      expect(judge([rule({ outcome: "allow", conditions: [upTo100] })], usd(amount)).outcome).toBe("allow");
    },
  );

  test.each([
    ["missing", { amount: 50 }],
    ["another", { amount: 50, currency: "JPY" }],
    ["in lower case", { amount: 50, currency: "usd" }],
    ["padded", { amount: 50, currency: "USD " }],
    ["no text", { amount: 50, currency: ["USD"] }],
  ])("a currency that is %s is not allowed by a threshold", (_, params) => {
    expect(judge([rule({ outcome: "allow", conditions: [upTo100] })], params).outcome).toBe("step_up");
  });

  test.each([
    ["a string", usd("1e9")],
    ["missing", { currency: "USD" }],
    ["of five digits", usd(60_000.00001)],
    ["hidden one level down", { charge: usd(60_000) }],
    ["without its currency", { amount: 60_000 }],
    ["under the name __proto__", JSON.parse('{"__proto__": {"amount": 5, "currency": "USD"}}')],
  ])("an amount that is %s does not slip past a block rule into a broad allow", (_, params) => {
    const rules = [
      rule({ outcome: "allow", actions: ["*"] }),
      rule({ outcome: "block", conditions: [over50000] }),
    ];
    expect(judge(rules, usd(5)).outcome).toBe("allow");
    expect(judge(rules, params)).toMatchObject({
      outcome: "step_up",
      ruleIds: ["block"],
      indeterminateRuleIds: ["block"],
    });
    expect(judge(rules, params, "refund.create", "block").outcome).toBe("block");
  });

  test("a broad allow does not allow an amount of money that cannot be read", () => {
    const all = rule({ outcome: "allow" });
    expect(judge([all], usd(5)).outcome).toBe("allow");
    const odd: Record<string, Json>[] = [{}, { amount: 5 }, { amount: 5, currency: 840 }];
    for (const params of [...odd, usd("5"), usd(-5), usd(1e300), usd(0.00001)])
      expect(judge([all], params), JSON.stringify(params)).toMatchObject({ outcome: "step_up", ruleIds: [] });
  });

  test("an unreadable amount still requires the most approvals it might have needed", () => {
    const many = rule({ outcome: "step_up", conditions: [over50000], approvals: 3 });
    expect(judge([many], usd(5)).approvalsRequired).toBe(1);
    expect(judge([many], usd("60000"))).toMatchObject({ outcome: "step_up", approvalsRequired: 3 });
  });
});
