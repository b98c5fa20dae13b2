import { describe, expect, test } from "vitest";
import { judge, over50000, rule, usd } from "#lib/policy/testing/judge";
import { type Rule, ruleSchema } from "./rule.ts";
import { noSafeguards, readSafeguards, storedSafeguards, stricterSafeguards } from "./safeguards.ts";

let count = 0;
const stepUp = (parts: Partial<Rule> = {}) => rule({ id: `rule-${count++}`, outcome: "step_up", ...parts });
const safeguards = (...rules: Rule[]) => judge(rules, usd(5)).safeguards;

describe("Invariant 2: the safeguards of several step-ups", () => {
  test("number matching applies if one rule sets it", () => {
    expect(safeguards(stepUp(), stepUp({ numberMatching: true })).numberMatching).toBe(true);
    expect(safeguards(stepUp(), stepUp()).numberMatching).toBe(false);
  });

  test("the longest reading time applies", () => {
    const rules = [stepUp({ readingSeconds: 5 }), stepUp({ readingSeconds: 30 }), stepUp()];
    expect(safeguards(...rules).readingSeconds).toBe(30);
  });

  test("edits are allowed only if every rule allows them, and never by the default outcome", () => {
    const allows = () => stepUp({ allowEdits: true });
    expect(safeguards(allows(), allows()).allowEdits).toBe(true);
    expect(safeguards(allows(), stepUp()).allowEdits).toBe(false);
    expect(safeguards()).toEqual(noSafeguards);
  });

  test("a rule that can't be checked still sets its safeguards, and ends edits", () => {
    const unreadable = stepUp({ numberMatching: true, readingSeconds: 9, conditions: [over50000] });
    const rules = [stepUp({ allowEdits: true }), unreadable];
    expect(judge(rules, usd("many")).safeguards).toEqual({
      ...{ numberMatching: true, readingSeconds: 9, allowEdits: false },
    });
    const allowing = stepUp({ allowEdits: true, conditions: [over50000] });
    expect(judge([stepUp({ allowEdits: true }), allowing], usd("many")).safeguards.allowEdits).toBe(false);
  });

  test("no safeguard applies where no one approves", () => {
    const careful = stepUp({ numberMatching: true, conditions: [over50000] });
    expect(safeguards(careful, rule({ outcome: "allow" }))).toEqual(noSafeguards);
    expect(safeguards(stepUp({ numberMatching: true }), rule({ outcome: "block" }))).toEqual(noSafeguards);
  });
});

describe("a safeguard", () => {
  test.each<[string, Partial<Rule>, string]>([
    ["number matching", { outcome: "allow", numberMatching: true }, "numberMatching"],
    ["a reading time", { outcome: "block", readingSeconds: 5 }, "readingSeconds"],
    ["edits", { outcome: "allow", allowEdits: true }, "allowEdits"],
  ])("can't be %s in a rule that doesn't require approval", (_, parts, path) => {
    const base = { id: "r", title: "R", actions: ["*"] };
    expect(ruleSchema.safeParse({ ...base, ...parts, outcome: "step_up" }).success).toBe(true);
    const { error } = ruleSchema.safeParse({ ...base, ...parts });
    expect(error?.issues.map((issue) => issue.path)).toEqual([[path]]);
  });

  test.each([[0], [121], [2.5]])("can't be a reading time of %s seconds", (readingSeconds) => {
    const parts = { id: "r", title: "R", actions: ["*"], outcome: "step_up", readingSeconds };
    expect(ruleSchema.safeParse(parts).success).toBe(false);
  });

  test("of a pending request only becomes stricter", () => {
    const existing = { numberMatching: false, readingSeconds: 5, allowEdits: true };
    expect(stricterSafeguards(existing, { ...existing, readingSeconds: 1 })).toBeUndefined();
    const other = { numberMatching: true, readingSeconds: 1, allowEdits: false };
    expect(stricterSafeguards(existing, other)).toEqual({ ...other, readingSeconds: 5 });
    expect(stricterSafeguards(other, existing)).toEqual({ ...other, readingSeconds: 5 });
  });

  test("is stored only if it is on", () => {
    expect(storedSafeguards(noSafeguards)).toBeNull();
    const reading = { ...noSafeguards, readingSeconds: 5 };
    expect(readSafeguards(storedSafeguards(reading))).toEqual(reading);
    expect(readSafeguards(null)).toEqual(noSafeguards);
  });
});
