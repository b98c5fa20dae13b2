import { describe, expect, test } from "vitest";
import type { Json } from "#lib/json/canonical";
import type { Condition } from "#lib/policy/language/condition";
import type { Outcome } from "#lib/policy/language/rule";
import { judge, rule } from "#lib/policy/testing/judge";

const known: Condition = {
  ...{ kind: "text", param: "customer", is: "one_of", list: "Known customers" },
  values: ["cus_1", "cus_2"],
};
const onList = (outcome: Outcome) => rule({ outcome, actions: ["data.read"], conditions: [known] });
const offList = (outcome: Outcome) =>
  rule({ outcome, actions: ["data.read"], conditions: [{ ...known, is: "none_of" }] });
const allow = rule({ outcome: "allow", id: "all", actions: ["data.read"] });

function outcomeOf(rules: ReturnType<typeof rule>[], params: Record<string, Json>): Outcome {
  return judge(rules, params, "data.read").outcome;
}

describe("what isn't on a list", () => {
  test.each(["cus_3", "CUS_1", "cus_1 ", "cus_", ""])("is stepped up or blocked: %j", (customer) => {
    expect(outcomeOf([allow, offList("step_up")], { customer })).toBe("step_up");
    expect(outcomeOf([allow, offList("block")], { customer })).toBe("block");
    expect(outcomeOf([onList("allow")], { customer })).toBe("step_up");
  });

  test.each<[string, Record<string, Json>]>([
    ["a missing parameter", {}],
    ["null", { customer: null }],
    ["a list with the value", { customer: ["cus_1"] }],
    ["an object with the value", { customer: { toString: "cus_1" } }],
    ["half a surrogate pair", { customer: "\ud800" }],
    ["a text that is too long to compare", { customer: "c".repeat(20_000) }],
  ])("includes %s: an unreadable value is never known, and never auto-approved", (_, params) => {
    expect(outcomeOf([onList("allow")], params)).toBe("step_up");
    for (const outcome of ["step_up", "block"] as const)
      for (const rules of [
        [allow, offList(outcome)],
        [allow, onList(outcome)],
      ])
        expect(outcomeOf(rules, params)).toBe("step_up");
  });
});

test("what is on a list is auto-approved by a rule for it, and escapes the rule for what isn't on it", () => {
  for (const customer of ["cus_1", "cus_2"]) {
    expect(outcomeOf([onList("allow")], { customer })).toBe("allow");
    expect(outcomeOf([allow, offList("step_up")], { customer })).toBe("allow");
    expect(outcomeOf([allow, onList("block")], { customer })).toBe("block");
  }
});
