import { describe, expect, test } from "vitest";
import type { Condition } from "#lib/policy/language/condition";
import { type Rule, ruleSchema } from "#lib/policy/language/rule";
import { rule } from "#lib/policy/testing/judge";
import { defaultCatalog } from "#lib/policy/versions/defaults";
import { checkRules } from "./check-rules.ts";

const on = (name: string, values: string[], parts: object = {}) =>
  ({ kind: "text", param: "customer", is: "one_of", list: name, values, ...parts }) as Condition;
const block = (id: string, ...conditions: Condition[]) => rule({ id, outcome: "block", conditions });
const some = (count: number, prefix = "cus") => Array.from({ length: count }, (_, n) => `${prefix}_${n}`);

describe("refused is", () => {
  test("a list with other values under the same name, so that a name means one list", () => {
    const first = block("first", on("Known", ["cus_1"]));
    expect(faultsOf([first, block("second", on("Known", ["cus_1"]))])).toEqual([]);
    expect(faultsOf([first, block("second", on("Known", ["cus_1", "cus_2"]))])).toMatchObject([
      { ruleId: "second", path: "conditions.0.list", message: expect.stringContaining("“Known”") },
    ]);
    expect(faultsOf([block("both", on("Known", ["cus_1"]), on("Known", ["cus_2"]))])).toMatchObject([
      { ruleId: "both", path: "conditions.1.list" },
    ]);
  });

  test("more than 10,000 values in the lists of all conditions together", () => {
    const rules = Array.from({ length: 10 }, (_, n) =>
      block(`rule-${n}`, on(`List ${n}`, some(1000, `${n}`))),
    );
    expect(faultsOf(rules)).toEqual([]);
    expect(faultsOf([...rules, block("more", on("More", ["cus_1"]))])).toMatchObject([
      { message: expect.stringContaining("10,001 values together, and 10,000 are allowed") },
    ]);
  });
});

test.each<[string, Condition, string]>([
  ["more than 1,000 values", on("Known", some(1001)), "a list has at most 1,000 values"],
  ["a value twice", on("Known", ["cus_1", "cus_1"]), "the list has a value twice"],
  ["patterns", on("Known", ["cus_*"], { is: "like" }), "a list has no patterns"],
  ["a name with spaces at its ends", on(" Known", ["cus_1"]), "a list has a name without spaces at its ends"],
  [
    "no name and more than 50 values",
    on("x", some(51), { list: undefined }),
    "at most 50 values, or use a list",
  ],
])("a list with %s is refused, and nothing is cut off", (_, condition, message) => {
  const parsed = ruleSchema.safeParse({
    id: "r",
    title: "R",
    outcome: "block",
    actions: ["*"],
    conditions: [condition],
  });
  expect(parsed.error?.issues.map((issue) => issue.message)).toEqual([message]);
});

function faultsOf(rules: Rule[]): unknown {
  try {
    checkRules(rules, defaultCatalog, []);
    return [];
  } catch (error) {
    return (error as { details: { errors: unknown } }).details.errors;
  }
}
