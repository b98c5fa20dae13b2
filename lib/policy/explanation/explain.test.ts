import { describe, expect, test } from "vitest";
import type { PolicyAsk } from "#lib/policy/engine/context";
import { compilePolicy } from "#lib/policy/engine/load";
import type { Condition } from "#lib/policy/language/condition";
import type { Rule } from "#lib/policy/language/rule";
import { now, over50000, rule, upTo100, usd } from "#lib/policy/testing/judge";
import { plainPhrase } from "#lib/policy/testing/plain-phrase";
import { defaultCatalog, defaultRules } from "#lib/policy/versions/defaults";
import { explain, type RuleExplanation } from "./explain.ts";

const onList: Condition = {
  ...{ kind: "text", param: "customer", is: "one_of", values: ["cus_1"], list: "Known" },
};

describe("an explanation shows", () => {
  test("the deciding and outweighed rules and the nearly met limit, with the numbers", () => {
    const explanation = explained(
      [
        rule({ id: "small", outcome: "allow", conditions: [upTo100] }),
        rule({ id: "any", outcome: "allow" }),
        rule({
          ...{ id: "medium", outcome: "step_up", approvals: 2 },
          conditions: [{ ...upTo100, over: 100, upTo: 5000 }],
        }),
        rule({ id: "other", outcome: "block", actions: ["data.read"] }),
      ],
      usd(1250),
    );
    expect(explanation.rules.map(({ ruleId, result, isNearMiss }) => [ruleId, result, isNearMiss])).toEqual([
      ["medium", "decided", false],
      ["any", "outweighed", false],
      ["small", "did_not_apply", true],
    ]);
    expect(explanation.rules[0]).toMatchObject({ outcome: "step_up", approvals: 2 });
    expect(wordsOf(explanation.rules[2])).toEqual([
      "no: amount 1,250.00 is over 100.00",
      "yes: currency USD is one the rule lists",
    ]);
    expect(wordsOf(explanation.rules[0])).toContain(
      "yes: amount 1,250.00 is over 100.00 and not over 5,000.00",
    );
  });

  test.each<[string, Partial<Rule>, Partial<PolicyAsk>, string]>([
    [
      "another currency",
      { conditions: [upTo100] },
      { action: refund({ amount: 5, currency: "EUR" }) },
      "no: currency EUR is not USD",
    ],
    ["an amount below the tier", { conditions: [over50000] }, {}, "no: amount 5.00 is not over 50,000.00"],
    [
      "a missing parameter",
      { conditions: [upTo100] },
      { action: refund({ currency: "USD" }) },
      "?: amount is missing",
    ],
    [
      "a parameter of another type",
      { conditions: [upTo100] },
      { action: refund(usd("60000")) },
      "?: amount is the text 60000, not a number",
    ],
    [
      "a number with too many digits",
      { conditions: [upTo100] },
      { action: refund(usd(1.00001)) },
      "?: amount 1.00001 has more than 4 decimals or is too large",
    ],
    [
      "a number over its limit",
      { conditions: [{ kind: "number", param: "count", is: "up_to", value: 3 }] },
      { action: refund({ count: 1234.5 }) },
      "no: count 1,234.5 is over 3",
    ],
    ...(["cus_1", "cus_2"] as const).map((customer): [string, Partial<Rule>, Partial<PolicyAsk>, string] => [
      `${customer} of a list with cus_1`,
      { conditions: [{ ...onList, is: "none_of" }] },
      { action: refund({ ...usd(5), customer }) },
      customer === "cus_1"
        ? "no: customer cus_1 is on the list “Known”"
        : "yes: customer cus_2 is not on the list “Known”",
    ]),
    [
      "a text that is excepted",
      { conditions: [{ kind: "text", param: "table", is: "none_of", values: ["people", "pay"] }] },
      { action: refund({ table: "pay" }) },
      "no: table pay is one of the excepted “people” and “pay”",
    ],
    [
      "a flag",
      { conditions: [{ kind: "flag", param: "force", is: true }] },
      { action: refund({ force: false }) },
      "no: force is false, not true",
    ],
    [
      "something that is there",
      { conditions: [{ kind: "presence", param: "force", is: "absent" }] },
      { action: refund({ force: false }) },
      "no: force is present, not absent",
    ],
    [
      "a resource",
      { resource: "charge/*" },
      { action: { ...refund({}), resource: "invoice/7" } },
      "no: resource invoice/7 doesn't match “charge/*”",
    ],
    ["no resource", { resource: "charge/*" }, {}, "?: the request has no resource"],
    [
      "no label",
      { labels: ["prod", "eu"] },
      { facts: { labels: ["test"] } },
      "no: the agent isn't labeled prod or eu",
    ],
    ["unknown labels", { labels: ["prod"] }, {}, "?: the agent's labels are unknown"],
    [
      "the wrong hour",
      {
        hours: {
          is: "within",
          days: ["mon", "tue", "wed", "thu", "fri"],
          from: "09:00",
          to: "13:00",
          timeZone: "Europe/Berlin",
        },
      },
      {},
      "no: Fri 14:00 is outside Mon–Fri 09:00–13:00 Europe/Berlin",
    ],
    ["another agent", { agents: ["agt_2"] }, {}, "no: it is not for this agent"],
    ["an end", { expiresAt: "2026-05-01T12:00:00Z" }, {}, "no: expired 2026-05-01 12:00 UTC"],
  ])("%s", (_, parts, ask, words) => {
    const explanation = explained([rule({ outcome: "allow", ...parts })], usd(5), ask);
    expect(wordsOf(explanation.rules[0])).toContain(words);
  });

  test("the value of a total, or that it could not be determined", () => {
    const total: Condition = {
      kind: "total",
      of: "sum",
      per: "agent",
      window: "24h",
      currencies: ["USD"],
      over: 1000,
    };
    const rules = [rule({ outcome: "block", conditions: [total] })];
    const explanation = (totals: Record<string, string>) =>
      wordsOf(explained(rules, usd(5), { facts: { totals } }).rules[0]);
    expect(explanation({ "total.sum.agent.24h refund.create": "1250.5" })).toContain(
      "yes: total amount per agent in 24 hours: 1,250.50 is over 1,000.00",
    );
    expect(explanation({})).toContain("?: total amount per agent in 24 hours couldn't be calculated");
  });

  test("the agent's text separate from our own words", () => {
    const explanation = explained([rule({ outcome: "allow", conditions: [upTo100] })], {
      amount: 5,
      currency: "<b>USD",
    });
    expect(explanation.rules[0]?.findings[1]?.phrase).toEqual([
      "currency ",
      { agentText: "<b>USD" },
      " is not USD",
    ]);
  });

  test("the tier of a threshold that applied, and no near miss for its other tiers", () => {
    const { rules } = explained(defaultRules, usd(1250));
    const tiers = rules.filter(({ tier }) => tier?.thresholdId === "refund");
    expect(
      tiers.map(({ result, isNearMiss, tier }) => [result, isNearMiss, tier?.over, tier?.value]),
    ).toEqual([
      ["decided", false, 100, 1250],
      ["did_not_apply", false, 0, 1250],
      ["did_not_apply", false, 5000, 1250],
      ["did_not_apply", false, 50_000, 1250],
    ]);
  });

  test("that other owners' pending requests would have blocked, with the totals that decided", () => {
    const total: Condition = { kind: "total", of: "count", per: "resource", window: "1h", over: 20 };
    const name = "total.count.resource.1h refund.create";
    const facts = { totals: { [name]: "25.0" }, ownTotals: { [name]: "5.0" } };
    const rules = [rule({ outcome: "block", conditions: [total] }), rule({ outcome: "allow" })];
    const explanation = explained(rules, usd(5), { facts });
    expect(explanation.verdict).toMatchObject({ outcome: "step_up", isSpared: true });
    expect(explanation.obstacles.map(plainPhrase)).toEqual([
      expect.stringContaining("pending requests of other owners' agents"),
    ]);
    expect(explanation.rules.map(({ ruleId, result }) => [ruleId, result])).toEqual([
      ["allow", "outweighed"],
      ["block", "did_not_apply"],
    ]);
    expect(wordsOf(explanation.rules[1])[0]).toMatch(/^no: .* 5 is not over 20$/);
  });

  test("what the numbers of a tier are: an amount, a number, or a total that is a sum or a count", () => {
    const total = { kind: "total", per: "agent", window: "24h", over: 20, upTo: 50 } as const;
    const measures: Condition[] = [
      upTo100,
      { kind: "number", param: "amount", is: "over", value: 20 },
      { ...total, of: "sum", currencies: ["USD"] },
      { ...total, of: "count" },
    ];
    const measureOf = (condition: Condition) =>
      explained([rule({ outcome: "step_up", threshold: "t", conditions: [condition] })], usd(30)).rules[0]
        ?.tier?.measure;
    expect(measures.map(measureOf)).toEqual([
      { kind: "amount" },
      { kind: "number" },
      { kind: "total", of: "sum" },
      { kind: "total", of: "count" },
    ]);
  });

  test("the obstacles to auto-approval independent of the rules", () => {
    const obstacles = (type: string, params: PolicyAsk["action"]["params"]) =>
      explained([], {}, { action: { type, params } }).obstacles.map(plainPhrase);
    expect(obstacles("refund.create", usd(5))).toEqual([]);
    expect(obstacles("nothing.known", {})).toEqual(["this action type isn't defined"]);
    expect(obstacles("refund.create", usd(-5))).toEqual(["amount is below 0"]);
    expect(obstacles("refund.create", { amount: "5" })).toEqual([
      "amount is the text 5, not a number",
      "currency is missing",
    ]);
  });

  test("the recorded deciding rules, even if other rules would decide now", () => {
    const rules = [rule({ outcome: "allow" }), rule({ outcome: "block" })];
    const explanation = explained(rules, usd(5), {}, ["allow"]);
    expect(explanation.rules.map(({ ruleId, result }) => [ruleId, result])).toEqual([
      ["allow", "decided"],
      ["block", "outweighed"],
    ]);
  });
});

function explained(
  rules: Rule[],
  params: PolicyAsk["action"]["params"],
  ask: Partial<PolicyAsk> = {},
  decided?: string[],
) {
  const parts = {
    version: 1,
    digest: "test",
    defaultOutcome: "step_up" as const,
    unclassified: "default_outcome" as const,
    catalog: defaultCatalog,
  };
  const whole = { agent: "agt_1", owner: "per_1", action: refund(params), ...ask };
  return explain(compilePolicy({ ...parts, rules }), whole, now, decided);
}

function refund(params: PolicyAsk["action"]["params"]) {
  return { type: "refund.create", params };
}

function wordsOf(explanation: RuleExplanation | undefined): string[] {
  const mark = (matches: boolean | undefined) => (matches === undefined ? "?" : matches ? "yes" : "no");
  return (explanation?.findings ?? []).map(
    ({ matches, phrase }) => `${mark(matches)}: ${plainPhrase(phrase)}`,
  );
}
