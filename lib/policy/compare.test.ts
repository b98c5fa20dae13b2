import { describe, expect, test } from "vitest";
import { comparePolicies } from "./compare.ts";
import { rule } from "./testing/judge.ts";

const block = rule({ outcome: "block" });
const allow = rule({ outcome: "allow" });
const before = { rules: [block, allow], defaultOutcome: "step_up" as const };

describe("the difference between two versions", () => {
  test("names what was added, removed and changed, and the default", () => {
    const once = rule({ outcome: "step_up" });
    const after = { rules: [{ ...block, title: "Other words" }, once], defaultOutcome: "block" as const };
    expect(comparePolicies(before, after)).toEqual({
      added: [once],
      removed: [allow],
      changed: [{ before: block, after: { ...block, title: "Other words" } }],
      defaultOutcome: { before: "step_up", after: "block" },
      count: 4,
    });
  });

  test("is nothing for the same rules in another order or with members that are undefined", () => {
    const same = { ...before, rules: [{ ...allow, expiresAt: undefined }, block] };
    expect(comparePolicies(before, same).count).toBe(0);
  });
});
