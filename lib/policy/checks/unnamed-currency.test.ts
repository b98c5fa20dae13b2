import { describe, expect, test } from "vitest";
import { compilePolicy } from "#lib/policy/engine/load";
import { explain } from "#lib/policy/explanation/explain";
import type { Condition } from "#lib/policy/language/condition";
import { judge, now, over50000, rule, upTo100 } from "#lib/policy/testing/judge";
import { defaultCatalog } from "#lib/policy/versions/defaults";
import { checkEachRule, checkRules } from "./check-rules.ts";

const allowAny = rule({ outcome: "allow" });
const cap = rule({ outcome: "block", conditions: [over50000] });
const sumCap = rule({
  outcome: "block",
  conditions: [{ kind: "total", of: "sum", per: "agent", window: "24h", currencies: ["USD"], over: 1000 }],
});
const allowYen: Condition = { kind: "text", param: "currency", is: "one_of", values: ["JPY"] };
const unnamed = ["usd", "USD ", "US\u200bD", "\u202eUSD", "JPY", ""];

describe("Invariant 1: a currency that no limit names is not allowed by accident", () => {
  test.each(unnamed)("an amount in %j does not escape a limit in USD into a broad allow", (currency) => {
    const params = { amount: 60_000, currency };
    expect(judge([allowAny, cap], { amount: 5, currency: "USD" }).outcome).toBe("allow");
    expect(judge([allowAny, cap], params)).toMatchObject({ outcome: "step_up", approvalsRequired: 1 });
    expect(judge([allowAny, cap], params, "refund.create", "block").outcome).toBe("block");
    expect(judge([allowAny, sumCap], params).outcome).toBe("step_up");
  });

  test("a step-up for other currencies still requires all its approvals", () => {
    const otherRule = rule({
      outcome: "step_up",
      approvals: 2,
      conditions: [{ kind: "text", param: "currency", is: "none_of", values: ["USD"] }],
    });
    expect(judge([cap, otherRule], { amount: 5, currency: "usd" })).toMatchObject({
      outcome: "step_up",
      approvalsRequired: 2,
      ruleIds: ["step-up"],
    });
  });

  test("a currency that an allow rule lists is named, also without a limit", () => {
    const yen = rule({ outcome: "allow", conditions: [allowYen] });
    expect(judge([yen, cap], { amount: 5, currency: "JPY" }).outcome).toBe("allow");
    expect(judge([yen, cap], { amount: 5, currency: "jpy" }).outcome).toBe("step_up");
  });

  test("where no rule limits amounts, a broad allow allows every currency", () => {
    expect(judge([allowAny], { amount: 5, currency: "XTS" }).outcome).toBe("allow");
  });

  test("the explanation names the currency without a limit", () => {
    const parts = {
      version: 1,
      digest: "test",
      defaultOutcome: "step_up" as const,
      unclassified: "default_outcome" as const,
    };
    const policy = compilePolicy({ ...parts, rules: [allowAny, cap], catalog: defaultCatalog });
    const action = { type: "refund.create", params: { amount: 5, currency: "usd" } };
    const { obstacles, verdict } = explain(policy, { agent: "agt_1", owner: "per_1", action }, now);
    expect(verdict.outcome).toBe("step_up");
    expect(JSON.stringify(obstacles)).toMatch(/usd.*is a currency that no rule with a limit names/);
  });
});

describe("an allow without currency next to limits in some", () => {
  const refused = (all: unknown[]) => {
    try {
      checkRules(all, defaultCatalog, []);
      return [];
    } catch (error) {
      return (error as { details: { errors: unknown[] } }).details.errors;
    }
  };

  test("is refused when the policy is published, and can be saved to a draft", () => {
    expect(refused([allowAny, cap])).toEqual([
      {
        ruleId: "allow",
        path: "conditions",
        message: expect.stringContaining("allows refund.create in any currency"),
      },
    ]);
    expect(refused([rule({ outcome: "allow", actions: ["*"] }), sumCap])).toMatchObject([
      { ruleId: "allow" },
    ]);
    expect(checkEachRule([allowAny, cap], defaultCatalog, [])).toHaveLength(2);
  });

  test("is accepted once it names currencies, or where no rule limits amounts", () => {
    expect(refused([rule({ outcome: "allow", conditions: [upTo100] }), cap])).toEqual([]);
    expect(refused([rule({ outcome: "allow", conditions: [allowYen] }), cap])).toEqual([]);
    expect(refused([allowAny, rule({ outcome: "block", actions: ["data.read"] })])).toEqual([]);
    expect(refused([{ ...allowAny, enabled: false }, cap])).toEqual([]);
  });
});
