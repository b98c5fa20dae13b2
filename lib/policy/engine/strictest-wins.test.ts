import { describe, expect, test } from "vitest";
import { judge, rule, usd } from "#lib/policy/testing/judge";

describe("Invariant 2: strictest wins", () => {
  const allow = rule({ outcome: "allow" });
  const once = rule({
    id: "once",
    outcome: "step_up",
    approvals: 1,
    grantTtlSeconds: 60,
    requestTtlSeconds: 3600,
  });
  const thrice = rule({
    id: "thrice",
    outcome: "step_up",
    approvals: 3,
    grantTtlSeconds: 600,
    requestTtlSeconds: 120,
  });
  const block = rule({ outcome: "block" });

  test("block wins over step-up and allow, step-up over allow, in any order", () => {
    expect(judge([allow, once, block], usd(5))).toMatchObject({
      outcome: "block",
      ruleIds: ["block"],
      approvalsRequired: 0,
    });
    expect(judge([block, allow], usd(5)).outcome).toBe("block");
    expect(judge([once, allow], usd(5))).toMatchObject({ outcome: "step_up", ruleIds: ["once"] });
  });

  test("among step-ups the most approvals and the shortest lifetimes apply", () => {
    expect(judge([once, thrice], usd(5))).toMatchObject({
      outcome: "step_up",
      ruleIds: ["once", "thrice"],
      approvalsRequired: 3,
      grantTtlSeconds: 60,
      requestTtlSeconds: 120,
    });
  });

  test("among allows the shortest lifetime applies", () => {
    const brief = rule({ id: "brief", outcome: "allow", grantTtlSeconds: 30 });
    expect(judge([allow, brief], usd(5))).toMatchObject({
      outcome: "allow",
      grantTtlSeconds: 30,
      approvalsRequired: 0,
    });
  });
});
