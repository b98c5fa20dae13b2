import { expect, test } from "vitest";
import { type Rule, ruleSchema } from "#lib/policy/language/rule";
import { labelsLoosen } from "./set-labels.ts";

function loosens(
  rule: Partial<Rule>,
  change: "add" | "remove",
  defaultOutcome: "step_up" | "block" = "step_up",
): boolean {
  const named = ruleSchema.parse({ id: "r", title: "R", actions: ["*"], labels: ["trusted"], ...rule });
  const [before, after] = change === "add" ? [[], ["trusted"]] : [["trusted"], []];
  return labelsLoosen({ rules: [named], defaultOutcome }, before, after);
}

test.each<[string, Partial<Rule>, "add" | "remove", "step_up" | "block", boolean]>([
  ["adding what a rule auto-approves", { outcome: "allow" }, "add", "step_up", true],
  ["removing what a rule auto-approves", { outcome: "allow" }, "remove", "step_up", false],
  ["adding what a rule blocks", { outcome: "block" }, "add", "step_up", false],
  ["removing what a rule blocks", { outcome: "block" }, "remove", "step_up", true],
  ["adding what needs approval", { outcome: "step_up", approvals: 2 }, "add", "step_up", false],
  ["adding what needs approval where the default blocks", { outcome: "step_up" }, "add", "block", true],
  ["removing what needs approval", { outcome: "step_up" }, "remove", "step_up", true],
  [
    "adding what a group approves in the owner's place",
    { outcome: "step_up", approvers: { kind: "group", group: "grp_a", ownerExcluded: true } },
    "add",
    "step_up",
    true,
  ],
  ["adding what waits longer", { outcome: "step_up", requestTtlSeconds: 3600 }, "add", "step_up", true],
  ["adding what can be edited", { outcome: "step_up", allowEdits: true }, "add", "step_up", true],
  ["adding what needs a number", { outcome: "step_up", numberMatching: true }, "add", "step_up", false],
  ["adding what a disabled rule names", { outcome: "allow", enabled: false }, "add", "step_up", false],
  ["adding what no rule names", { outcome: "allow", labels: ["other"] }, "add", "step_up", false],
])("%s", (_, rule, change, defaultOutcome, expected) => {
  expect(loosens(rule, change, defaultOutcome)).toBe(expected);
});
