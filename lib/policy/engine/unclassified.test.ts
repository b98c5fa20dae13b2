import { describe, expect, test } from "vitest";
import { explain } from "#lib/policy/explanation/explain";
import type { Rule, Unclassified } from "#lib/policy/language/rule";
import { now, rule } from "#lib/policy/testing/judge";
import { defaultCatalog } from "#lib/policy/versions/defaults";
import { evaluateVersion } from "./evaluate.ts";
import { compilePolicy } from "./load.ts";

const all = rule({ outcome: "allow", actions: ["*"] });
const ask = { agent: "agt_1", owner: "per_1", action: { type: "data.read", params: {} } };
const undescribed = defaultCatalog.map(({ descriptor, ...entry }) => entry);

function policyOf(unclassified: Unclassified, rules: Rule[] = [all], more: object = {}) {
  const content = { defaultOutcome: "step_up" as const, unclassified, rules, catalog: undescribed };
  return compilePolicy({ version: 1, digest: "test", ...content, ...more });
}

describe("an action type without a descriptor", () => {
  test("is not auto-approved by any rule, but gets the default outcome", () => {
    expect(evaluateVersion(policyOf("default_outcome"), ask, now)).toMatchObject({
      outcome: "step_up",
      ruleIds: [],
    });
    const blocking = policyOf("default_outcome", [all], { defaultOutcome: "block" });
    expect(evaluateVersion(blocking, ask, now).outcome).toBe("block");
    const { obstacles } = explain(policyOf("default_outcome"), ask, now);
    expect(obstacles).toEqual([["this action type has no description"]]);
  });

  test("would not be auto-approved by a rule in monitor mode", () => {
    const watching = { ...all, isMonitored: true };
    expect(evaluateVersion(policyOf("default_outcome", [watching]), ask, now).monitored?.outcome).toBe(
      "step_up",
    );
    expect(evaluateVersion(policyOf("allow", [watching]), ask, now).monitored?.outcome).toBe("allow");
  });

  test("is auto-approved where the policy lets rules, and then only within their limits", () => {
    expect(evaluateVersion(policyOf("allow"), ask, now).outcome).toBe("allow");
    expect(explain(policyOf("allow"), ask, now).obstacles).toEqual([]);
    const unreadable = { ...ask, action: { type: "refund.create", params: { amount: "5" } } };
    expect(evaluateVersion(policyOf("allow"), unreadable, now).outcome).toBe("step_up");
  });

  test("is auto-approved once it has a descriptor", () => {
    const described = policyOf("default_outcome", [all], { catalog: defaultCatalog });
    expect(evaluateVersion(described, ask, now).outcome).toBe("allow");
  });
});

test("a type that isn't in the catalog is never auto-approved, also not by its built-in description", () => {
  for (const type of ["http.get.api.example", "mcp.files.read"]) {
    const action = { type, params: { method: "GET", path: "/" } };
    const policy = policyOf("allow");
    expect(evaluateVersion(policy, { ...ask, action }, now).outcome).toBe("step_up");
    expect(explain(policy, { ...ask, action }, now).obstacles).toEqual([["this action type isn't defined"]]);
  }
});
