import { describe, expect, test } from "vitest";
import { compileRule } from "#lib/policy/engine/compile";
import type { Condition } from "#lib/policy/language/condition";
import type { Rule } from "#lib/policy/language/rule";
import { rule, upTo100 } from "#lib/policy/testing/judge";
import { defaultCatalog, defaultRules } from "#lib/policy/versions/defaults";
import { cedarFaults } from "./cedar-faults.ts";
import { checkRules } from "./check-rules.ts";
import { mostConditions } from "./size-faults.ts";

const sum: Condition = {
  kind: "total",
  of: "sum",
  per: "agent",
  window: "24h",
  currencies: ["USD"],
  over: 1000,
};

describe("errors in rules are reported at the rule and the field", () => {
  test("none in the default rules", () => {
    expect(checkRules(defaultRules, defaultCatalog, [])).toEqual(defaultRules);
  });

  test("a part with an invalid form", () => {
    const wrong = {
      ...rule({ outcome: "allow" }),
      conditions: [{ ...upTo100, over: 100, upTo: 100 }],
      title: "",
    };
    expect(faultsOf([rule({ id: "fine", outcome: "block" }), wrong])).toMatchObject([
      { ruleId: "allow", path: "title" },
      { ruleId: "allow", path: "conditions.0.upTo" },
    ]);
    expect(faultsOf("nothing of the kind")).toMatchObject([{ ruleId: "", path: "" }]);
  });

  test.each<[string, Rule["actions"], string | undefined]>([
    ["of a type with amount and currency", ["refund.create"], undefined],
    ["of types with amounts", ["refund.create", "payment.*"], undefined],
    ["of a type without", ["refund.create", "data.read"], "data.read has"],
    ["of everything", ["*"], "data.read, infra.change, record.delete, shell.run and message.send have"],
    ["of an unknown type", ["refund.cancel"], "refund.cancel has"],
  ])("a sum %s", (_, actions, named) => {
    const faults = faultsOf([rule({ outcome: "block", actions, conditions: [upTo100, sum] })]);
    const expected = {
      ruleId: "block",
      path: "conditions.1.of",
      message: expect.stringContaining(`: ${named} no amount`),
    };
    expect(faults).toEqual(named === undefined ? [] : [expected]);
    const count: Condition = { ...sum, of: "count", currencies: undefined };
    expect(faultsOf([rule({ outcome: "block", actions, conditions: [count] })])).toEqual([]);
  });

  test("a group of approvers that does not exist", () => {
    const asking = rule({
      outcome: "step_up",
      approvers: { kind: "group", group: "grp_gone", ownerExcluded: true },
    });
    expect(faultsOf([asking])).toMatchObject([{ ruleId: "step-up", path: "approvers.group" }]);
    expect(checkRules([asking], defaultCatalog, ["grp_gone"])).toEqual([asking]);
  });

  test("tiers of one threshold that overlap in a currency", () => {
    const tier = (
      id: string,
      over: number,
      upTo: number | undefined,
      currencies: string[],
      threshold = "one",
    ) =>
      rule({
        id,
        title: id,
        outcome: "block",
        threshold: threshold,
        conditions: [{ ...upTo100, over, upTo, currencies }],
      });
    const low = tier("low", 0, 100, ["USD", "EUR"]);
    expect(faultsOf([tier("high", 100, undefined, ["USD"]), low])).toEqual([]);
    expect(faultsOf([tier("apart", 200, undefined, ["USD"]), low])).toEqual([]);
    expect(faultsOf([tier("other", 50, undefined, ["JPY"]), low])).toEqual([]);
    expect(faultsOf([tier("elsewhere", 50, undefined, ["USD"], "two"), low])).toEqual([]);
    expect(faultsOf([tier("high", 99.9999, undefined, ["USD", "EUR"]), low])).toEqual([
      {
        ruleId: "high",
        path: "conditions.0.over",
        message: expect.stringContaining('"high" overlaps "low"'),
      },
    ]);
    expect(faultsOf([low, tier("same", 0, 100, ["EUR"])])).toMatchObject([{ ruleId: "same" }]);
  });

  test("overlapping tiers of one threshold over a plain number", () => {
    const count = (is: "over" | "up_to", value: number): Condition => ({
      kind: "number",
      param: "count",
      is,
      value,
    });
    const tier = (id: string, conditions: Condition[]) =>
      rule({ id, title: id, outcome: "block", actions: ["record.delete"], threshold: "counts", conditions });
    const low = tier("low", [count("over", 0), count("up_to", 10)]);
    expect(faultsOf([low, tier("high", [count("over", 10)])])).toEqual([]);
    expect(faultsOf([low, tier("high", [count("over", 9)])])).toMatchObject([
      { ruleId: "high", path: "conditions.0.value" },
    ]);
  });

  test("a limit on minor units, which approvers read as another sum", () => {
    const fields = [
      { path: "/fee/cents", label: "Fee", format: "amount", params: { currency: "USD", minorUnits: 2 } },
      { path: "/paid", label: "Paid", format: "amount", params: { currency: "USD" } },
    ] as const;
    const descriptor = { intent: "Refund a payment", fields: [...fields] };
    const catalog = defaultCatalog.map((entry) =>
      entry.type === "refund.create" ? { ...entry, descriptor } : entry,
    );
    const faults = (condition: Condition, type = "refund.create") =>
      faultsOf([rule({ outcome: "block", actions: [type], conditions: [condition] })], catalog);
    const limit = { ...upTo100, amount: "fee.cents" };
    const number: Condition = { kind: "number", param: "fee.cents", is: "over", value: 1 };
    expect(faults(limit)).toMatchObject([{ path: "conditions.0.amount" }]);
    expect(faults(number)).toMatchObject([{ path: "conditions.0.param" }]);
    expect(faults(number, "refund.*")).toMatchObject([{ path: "conditions.0.param" }]);
    expect(faults(number, "payment.create")).toEqual([]);
    expect(faults({ ...number, param: "paid" })).toEqual([]);
  });

  test("conditions of all rules together have a limit, also in rules for every action type", () => {
    const flag = (param: string): Condition => ({ kind: "flag", param, is: true });
    const conditions = Array.from({ length: 20 }, (_, index) => flag(`flag_${index}`));
    const some = Array.from({ length: mostConditions / 20 }, (_, index) =>
      rule({ outcome: "block", id: `rule-${index}`, actions: ["*"], conditions }),
    );
    const types = Array.from({ length: 200 }, (_, index) => ({
      ...defaultCatalog[0],
      type: `data.read_${index}`,
    }));
    expect(faultsOf(some, types as typeof defaultCatalog)).toEqual([]);
    const more = rule({ outcome: "block", id: "more", conditions: [flag("flag_20")] });
    expect(faultsOf([...some, more])).toMatchObject([
      { message: expect.stringContaining("3001 conditions") },
    ]);
  });

  test("errors from Cedar's own validator, at the affected comparison", () => {
    const compiled = compileRule(
      rule({ outcome: "block", title: "Größe – é", conditions: [upTo100], resource: "charge/*" }),
    );
    const unguarded = (policy: string) => ({ ...compiled, policy });
    const first = compiled.policy.replace('context has "number.amount" && ', "");
    const second = compiled.policy.replace('context has "resource" && ', "");
    expect(cedarFaults([compiled])).toEqual([]);
    expect(cedarFaults([unguarded(first)])[0]).toEqual({
      ruleId: "block",
      path: "conditions.0",
      message: expect.stringContaining("Cedar: "),
    });
    expect(cedarFaults([unguarded(second)])[0]).toMatchObject({ ruleId: "block", path: "resource" });
    expect(cedarFaults([unguarded("permit (")])).toMatchObject([{ ruleId: "", path: "" }]);
  });
});

function faultsOf(rules: unknown, catalog = defaultCatalog): unknown {
  try {
    checkRules(rules, catalog, []);
    return [];
  } catch (error) {
    return (error as { details: { errors: unknown } }).details.errors;
  }
}
