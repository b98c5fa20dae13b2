import { describe, expect, test } from "vitest";
import type { Rule } from "#lib/policy/language/rule";
import type { TotalCondition } from "#lib/policy/language/total";
import { evaluateAsk, rule, usd } from "#lib/policy/testing/judge";
import type { Facts } from "./context.ts";

const name = "total.sum.agent.24h refund.create";
const sum: TotalCondition = {
  kind: "total",
  of: "sum",
  per: "agent",
  window: "24h",
  currencies: ["USD", "EUR"],
  over: 0,
  upTo: 1000,
};
const upTo1000 = rule({ outcome: "allow", conditions: [sum] });
const everything = rule({ outcome: "allow" });
const over1000 = rule({ outcome: "block", conditions: [{ ...sum, over: 1000, upTo: undefined }] });

describe("Invariant 1: nothing is allowed by a total that could not be determined", () => {
  test.each(["0.0001", "1", "999.9999", "1000", "1000.0000", "1000.00000", "00500.5"])(
    "a total of %s is within its limit",
    (total) => {
      expect(outcome([upTo1000], { totals: { [name]: total } })).toBe("allow");
      expect(outcome([everything, over1000], { totals: { [name]: total } })).toBe("allow");
    },
  );

  test.each(["0", "-1", "1000.0001", "922337203685477.5807"])("a total of %s is not within it", (total) => {
    expect(outcome([upTo1000], { totals: { [name]: total } })).toBe("step_up");
  });

  test.each([
    ["of another name", { totals: { [`${name}s`]: "1" } }],
    ["of five digits", { totals: { [name]: "1.00001" } }],
    ["beyond any decimal", { totals: { [name]: "922337203685477.5808" } }],
    ["that is empty", { totals: { [name]: "" } }],
    ["that is no number", { totals: { [name]: "NaN" } }],
    ["in another notation", { totals: { [name]: "1e2" } }],
    ["that is not there", { totals: {} }],
    ["of which nothing is known", {}],
    ["without any facts", undefined],
  ])("a total %s allows nothing, and does not remove a block", (_, facts) => {
    expect(outcome([upTo1000], facts)).toBe("step_up");
    expect(outcome([everything, over1000], facts)).toBe("step_up");
  });

  test("a sum applies only in its own currencies, and is indeterminate for a request without a currency", () => {
    const facts = { totals: { [name]: "5000" } };
    expect(outcome([everything, over1000], facts, { amount: 5, currency: "EUR" })).toBe("block");
    expect(outcome([everything, over1000], facts, { amount: 5, currency: "JPY" })).toBe("step_up");
    const without = evaluateAsk([everything, over1000], ask({ amount: 5 }, facts));
    expect(without).toMatchObject({ outcome: "step_up", indeterminateRuleIds: ["block"] });
  });

  test("a count needs no currency", () => {
    const count = rule({
      outcome: "block",
      actions: ["data.read"],
      conditions: [{ ...sum, of: "count", currencies: undefined, over: 2, upTo: undefined }],
    });
    const reading = rule({ outcome: "allow", actions: ["data.read"] });
    const judged = (total: string) =>
      evaluateAsk([reading, count], {
        action: { type: "data.read", params: {} },
        facts: { totals: { "total.count.agent.24h data.read": total } },
      }).outcome;
    expect([judged("2"), judged("3")]).toEqual(["allow", "block"]);
  });
});

describe("Invariant 1: nothing is allowed by labels that could not be determined", () => {
  const trusted = rule({ outcome: "allow", labels: ["trusted", "eu"] });
  const prod = rule({ outcome: "block", labels: ["prod"] });

  test("a rule applies to agents with any of its labels", () => {
    expect(outcome([trusted], { labels: ["eu", "prod"] })).toBe("allow");
    expect(outcome([trusted], { labels: ["prod"] })).toBe("step_up");
    expect(outcome([everything, prod], { labels: [] })).toBe("allow");
    expect(outcome([everything, prod], { labels: ["prod"] })).toBe("block");
  });

  test("unknown labels allow nothing, and do not remove a block", () => {
    expect(outcome([trusted], {})).toBe("step_up");
    expect(outcome([everything, prod], undefined)).toBe("step_up");
  });
});

function outcome(rules: Rule[], facts: Facts | undefined, params = usd(5)) {
  return evaluateAsk(rules, ask(params, facts)).outcome;
}

function ask(params: ReturnType<typeof usd>, facts: Facts | undefined) {
  return { action: { type: "refund.create", params }, ...(facts && { facts }) };
}
