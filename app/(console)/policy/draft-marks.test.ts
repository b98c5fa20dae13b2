import { expect, test } from "vitest";
import type { Rule } from "#lib/policy/language/rule";
import { rule, upTo100 } from "#lib/policy/testing/judge";
import { compareThresholds } from "#lib/policy/thresholds/compare-thresholds";
import { comparePolicies } from "#lib/policy/versions/compare";
import { defaultCatalog } from "#lib/policy/versions/defaults";
import { listedRules, marksOf } from "./draft-marks.ts";

const tier = (threshold: string, over: number, parts: Partial<Rule> = {}) =>
  rule({
    ...{ id: `${threshold}-${over}`, threshold, outcome: "step_up" },
    ...{ conditions: [{ ...upTo100, over, upTo: undefined }] },
    ...parts,
  });
const other = (id: string, title = "A rule") => rule({ id, title, outcome: "block" });
const content = (rules: Rule[], catalog = defaultCatalog) => ({
  ...{ defaultOutcome: "step_up" as const, unclassified: "default_outcome" as const },
  ...{ rules, catalog },
});

function marks(before: ReturnType<typeof content>, after: ReturnType<typeof content>) {
  const whole = comparePolicies(before, after);
  const difference = compareThresholds(whole, before.rules, after.rules);
  return marksOf(whole, difference, before.rules, after.rules);
}

test("a rule, a threshold and an action type are new, edited or removed; the unchanged have no mark", () => {
  const [first, second, ...rest] = defaultCatalog;
  if (!first || !second) throw new Error("two action types");
  const before = [
    other("same"),
    other("gone"),
    other("old"),
    tier("was", 0),
    tier("moved", 0),
    tier("kept", 0),
  ];
  const after = [
    ...[other("same"), other("old", "Renamed"), other("added")],
    ...[tier("moved", 0, { approvals: 2 }), tier("kept", 0), tier("is", 0)],
  ];
  const types = [{ ...second, title: "Renamed" }, ...rest, { ...first, type: "added.type" }];
  const { rules, thresholds, types: typeMarks } = marks(content(before), content(after, types));
  expect(Object.fromEntries(rules)).toMatchObject({ gone: "removed", old: "edited", added: "new" });
  expect(rules.has("same")).toBe(false);
  expect(Object.fromEntries(thresholds)).toEqual({ was: "removed", moved: "edited", is: "new" });
  expect(Object.fromEntries(typeMarks)).toEqual({
    ...{ [first.type]: "removed", [second.type]: "edited", "added.type": "new" },
  });
});

test("the list has the removed rules, but no removed tier of a threshold that is still there", () => {
  const draft = [tier("kept", 0), other("same")];
  const removed = [tier("kept", 100), tier("was", 0), other("gone")];
  expect(listedRules(draft, removed).map(({ id }) => id)).toEqual(["kept-0", "same", "was-0", "gone"]);
});
