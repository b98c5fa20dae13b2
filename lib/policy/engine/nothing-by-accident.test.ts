import { describe, expect, test } from "vitest";
import type { Condition } from "#lib/policy/language/condition";
import { judge, now, rule, usd } from "#lib/policy/testing/judge";
import { defaultCatalog } from "#lib/policy/versions/defaults";
import { evaluateVersion } from "./evaluate.ts";
import { compilePolicy } from "./load.ts";

describe("Invariant 1: nothing is allowed by accident", () => {
  test.each(["step_up", "block"] as const)("no matching rule gives the default outcome, %s", (outcome) => {
    expect(judge([], usd(5), "refund.create", outcome)).toMatchObject({
      outcome,
      ruleIds: [],
      policyVersion: 3,
    });
    const unrelated = rule({ outcome: "allow", actions: ["data.read"] });
    expect(judge([unrelated], usd(5), "refund.create", outcome)).toMatchObject({ outcome, ruleIds: [] });
  });

  test("an unknown action type is never allowed, not even by a catch-all rule", () => {
    const all = rule({ outcome: "allow", actions: ["*"] });
    expect(judge([all], {}, "data.read").outcome).toBe("allow");
    expect(judge([all], {}, "database.drop")).toMatchObject({ outcome: "step_up", ruleIds: [] });
    expect(judge([all], {}, "database.drop", "block").outcome).toBe("block");
    expect(
      judge([all, rule({ outcome: "block", actions: ["database.*"] })], {}, "database.drop").outcome,
    ).toBe("block");
  });

  test("a missing parameter does not matter when another comparison already fails", () => {
    const table: Condition = { kind: "text", param: "table", is: "one_of", values: ["people"] };
    const forced: Condition = { kind: "flag", param: "force", is: true };
    const rules = [
      rule({ outcome: "allow", actions: ["data.read"] }),
      rule({ outcome: "block", actions: ["data.read"], conditions: [table, forced] }),
    ];
    expect(judge(rules, { table: "orders" }, "data.read").outcome).toBe("allow");
    expect(judge(rules, { table: "people" }, "data.read").outcome).toBe("step_up");
    expect(judge(rules, { table: "people", force: true }, "data.read").outcome).toBe("block");
  });

  test("a presence condition allows a missing parameter", () => {
    const conditions: Condition[] = [
      { kind: "presence", param: "force", is: "present" },
      { kind: "flag", param: "force", is: true },
    ];
    const rules = [
      rule({ outcome: "allow", actions: ["data.read"] }),
      rule({ outcome: "block", actions: ["data.read"], conditions }),
    ];
    expect(judge(rules, {}, "data.read").outcome).toBe("allow");
    expect(judge(rules, { force: "yes" }, "data.read").outcome).toBe("step_up");
  });

  test("an expired rule with any outcome gives the default outcome", () => {
    const expiresAt = "2026-05-01T12:00:00Z";
    const all = rule({ outcome: "allow" });
    expect(judge([rule({ outcome: "allow", expiresAt })], usd(5))).toMatchObject({
      outcome: "step_up",
      ruleIds: [],
    });
    expect(judge([rule({ outcome: "allow", expiresAt: "2026-05-01T12:00:01Z" })], usd(5)).outcome).toBe(
      "allow",
    );
    expect(judge([all, rule({ outcome: "block", expiresAt })], usd(5))).toMatchObject({
      outcome: "step_up",
      indeterminateRuleIds: ["block"],
    });
    expect(judge([all, rule({ outcome: "step_up", approvals: 4, expiresAt })], usd(5))).toMatchObject({
      outcome: "step_up",
      approvalsRequired: 1,
    });
  });

  test("a disabled rule has no effect", () => {
    expect(judge([rule({ outcome: "allow", enabled: false })], usd(5)).outcome).toBe("step_up");
    expect(
      judge([rule({ outcome: "allow" }), rule({ outcome: "block", enabled: false })], usd(5)).outcome,
    ).toBe("allow");
  });

  test("a policy that Cedar cannot evaluate gives the default outcome and reports the error", () => {
    const parts = {
      version: 1,
      digest: "x",
      defaultOutcome: "step_up" as const,
      unclassified: "default_outcome" as const,
      rules: [rule({ outcome: "allow" })],
      catalog: defaultCatalog,
    };
    const policy = compilePolicy(parts);
    const ask = { agent: "agt_1", owner: "per_1", action: { type: "refund.create", params: usd(5) } };
    const broken = (text: string) => ({
      ...policy,
      slices: new Map(),
      rules: policy.rules.map((compiled) => ({ ...compiled, policy: text })),
    });
    expect(evaluateVersion(broken("permit ("), ask, now)).toMatchObject({
      outcome: "step_up",
      ruleIds: [],
      fault: expect.any(String),
    });
    // A monitored allow rule would not have allowed it either.
    const watching = broken("permit (");
    const watcher = { ...rule({ outcome: "allow" }), id: "watcher", isMonitored: true };
    watching.rules.push(...compilePolicy({ ...parts, rules: [watcher] }).rules);
    expect(evaluateVersion(watching, ask, now)).toMatchObject({
      outcome: "step_up",
      monitored: { ruleIds: ["watcher"], outcome: "step_up" },
    });
    const raising = broken("permit (principal, action, resource);");
    raising.rules.push(
      ...broken("permit (principal, action, resource) when { context.nothing };").rules.map((compiled) => ({
        ...compiled,
        rule: { ...compiled.rule, id: "raising" },
      })),
    );
    expect(evaluateVersion(raising, ask, now)).toMatchObject({
      outcome: "step_up",
      fault: expect.stringContaining("raising"),
    });
  });
});
