import { describe, expect, test } from "vitest";
import { type Rule, ruleSchema } from "#lib/policy/language/rule";
import { defaultCatalog } from "#lib/policy/versions/defaults";
import { checkEachRule, checkRules } from "./check-rules.ts";
import { globFaults } from "./glob-faults.ts";

/** Rules with ten globs each. */
function rulesOf(count: number, actions: string[], more: Partial<Rule> = {}): Rule[] {
  const values = (id: number) => Array.from({ length: 10 }, (_, index) => `*${id}-${index}*`);
  return Array.from({ length: count }, (_, id) =>
    ruleSchema.parse({
      ...{ id: `rule${actions.join("-").replace(/\W/g, "_")}-${id}`, title: "A rule" },
      ...{ outcome: "block", actions },
      conditions: [{ kind: "text", param: "reason", is: "like", values: values(id) }],
      ...more,
    }),
  );
}

const faults = (rules: Rule[]) => globFaults(rules).map(({ message }) => message);

describe("a limit on the globs that one ask is compared with", () => {
  test("200 for one action type are accepted, and the next is refused with the name of its rule", () => {
    expect(globFaults(rulesOf(20, ["refund.create"]))).toEqual([]);
    const added = rulesOf(1, ["refund.create"], { id: "one-more", conditions: [], resource: "charge/*" });
    expect(globFaults([...rulesOf(20, ["refund.create"]), ...added])).toEqual([
      {
        ruleId: "one-more",
        path: "",
        message:
          "The rules for refund.create have more than 200 patterns with *. Remove some, or name exact values.",
      },
    ]);
  });

  test("rules for a group and for all types count for each type they reach", () => {
    const part = [...rulesOf(10, ["refund.create"]), ...rulesOf(10, ["refund.*"])];
    expect(faults(part)).toEqual([]);
    expect(faults([...part, ...rulesOf(1, ["*"])])).toHaveLength(1);
    expect(faults([...part, ...rulesOf(1, ["*"], { audience: "https://*" })])).toHaveLength(1);
    expect(faults(rulesOf(21, ["unknown.*"]))[0]).toContain("unknown.*");
    expect(faults(rulesOf(21, ["*"]))[0]).toContain("all action types");
  });

  test("rules for other types, rules that are off, and exact texts do not count", () => {
    expect(faults([...rulesOf(20, ["refund.create"]), ...rulesOf(20, ["payment.create"])])).toEqual([]);
    expect(faults([...rulesOf(20, ["a.b"]), ...rulesOf(20, ["a.b"], { id: "off", enabled: false })])).toEqual(
      [],
    );
    const exact = rulesOf(1, ["a.b"], { id: "exact", conditions: [], resource: "charge/1", audience: "a" });
    expect(faults([...rulesOf(20, ["a.b"]), ...exact])).toEqual([]);
  });

  test("publishing, proposing and files refuse more, and saving one rule to a draft does not", () => {
    const many = rulesOf(21, ["refund.create"]);
    expect(() => checkRules(many, defaultCatalog, [])).toThrow("more than 200 patterns");
    expect(() => checkEachRule(many, defaultCatalog, [])).not.toThrow();
  });
});
