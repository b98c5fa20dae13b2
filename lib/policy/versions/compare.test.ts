import { describe, expect, test } from "vitest";
import { rule } from "#lib/policy/testing/judge";
import { comparePolicies } from "./compare.ts";
import { defaultCatalog } from "./defaults.ts";

const block = rule({ outcome: "block" });
const allow = rule({ outcome: "allow" });
const before = {
  rules: [block, allow],
  defaultOutcome: "step_up" as const,
  unclassified: "default_outcome" as const,
  catalog: defaultCatalog,
};

describe("the difference between two versions", () => {
  test("lists added, removed and changed rules, and the settings", () => {
    const once = rule({ outcome: "step_up" });
    const after = {
      ...before,
      rules: [{ ...block, title: "Other words" }, once],
      defaultOutcome: "block" as const,
      unclassified: "allow" as const,
    };
    expect(comparePolicies(before, after)).toEqual({
      added: [once],
      removed: [allow],
      changed: [{ before: block, after: { ...block, title: "Other words" } }],
      defaultOutcome: { before: "step_up", after: "block" },
      unclassified: { before: "default_outcome", after: "allow" },
      actionTypes: { added: [], removed: [], changed: [] },
      lists: [],
      count: 5,
    });
  });

  test("lists added, removed and changed action types", () => {
    const [first, second, ...others] = defaultCatalog;
    if (!first || !second) throw new Error("two entries at least");
    const changed = { ...first, schema: { type: "object", required: ["table"] } };
    const added = { ...second, type: "refund.repeat" };
    const { actionTypes, count } = comparePolicies(before, {
      ...before,
      catalog: [...others, added, changed],
    });
    expect(actionTypes).toEqual({
      added: [added],
      removed: [second],
      changed: [{ before: first, after: changed }],
    });
    expect(count).toBe(3);
  });

  test("is empty for the same rules in a different order or with undefined members", () => {
    const same = {
      ...before,
      rules: [{ ...allow, expiresAt: undefined }, block],
      catalog: defaultCatalog.toReversed(),
    };
    expect(comparePolicies(before, same).count).toBe(0);
  });
});
