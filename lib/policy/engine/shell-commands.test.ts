import { describe, expect, test } from "vitest";
import type { Condition } from "#lib/policy/language/condition";
import type { Rule } from "#lib/policy/language/rule";
import { now, rule } from "#lib/policy/testing/judge";
import { defaultCatalogue, defaultRules } from "#lib/policy/versions/defaults";
import { evaluateVersion } from "./evaluate.ts";
import { compilePolicy } from "./load.ts";
import { obstaclesTo } from "./never-allow.ts";

const all = rule({ outcome: "allow", actions: ["*"] });
const listing = (...values: string[]): Condition => ({
  kind: "text",
  param: "command",
  is: "one_of",
  values,
});
const allow = (...conditions: Condition[]) => ({
  ...rule({ outcome: "allow", actions: ["shell.run"], conditions }),
  id: "named",
});

function judged(rules: Rule[], params: Record<string, unknown>) {
  const parts = { version: 1, digest: "x", defaultOutcome: "step_up" as const, catalogue: defaultCatalogue };
  const policy = compilePolicy({ ...parts, rules });
  const action = { type: "shell.run", params: params as { command: string } };
  const ask = { agent: "agt_1", owner: "per_1", action };
  return { outcome: evaluateVersion(policy, ask, now).outcome, obstacles: obstaclesTo(policy, ask).flat() };
}

describe("a shell command", () => {
  test("is not allowed by the default policy, a catch-all, a pattern or a rule without the exact command", () => {
    const like: Condition = { kind: "text", param: "command", is: "like", values: ["git *", "git status"] };
    const directory: Condition = { kind: "text", param: "directory", is: "one_of", values: ["/work"] };
    const none: Condition = { kind: "text", param: "command", is: "none_of", values: ["rm -rf /"] };
    for (const rules of [defaultRules, [all], [allow()], [allow(like)], [allow(directory)], [allow(none)]]) {
      const { outcome, obstacles } = judged(rules, { command: "git status", directory: "/work" });
      expect([outcome, obstacles]).toEqual([
        "step_up",
        ["the command ", { agentText: "git status" }, " isn't listed exactly in a rule"],
      ]);
    }
  });

  test("is allowed by a rule that lists it, exactly and for no other command", () => {
    const rules = [allow(listing("git status", "npm test"))];
    expect(judged(rules, { command: "git status" })).toEqual({ outcome: "allow", obstacles: [] });
    for (const command of [
      "git status ",
      "git  status",
      "git status; rm -rf /",
      "GIT STATUS",
      ["git status"],
      1,
    ])
      expect(judged(rules, { command }).outcome).toBe("step_up");
    expect(judged([...rules, all], { command: "git push" }).outcome).toBe("step_up");
  });

  test("is not allowed by a catch-all when the rule that lists it does not apply", () => {
    const directory: Condition = { kind: "text", param: "directory", is: "one_of", values: ["/work"] };
    const rules = [allow(listing("git status"), directory), all];
    expect(judged(rules, { command: "git status", directory: "/work" }).outcome).toBe("allow");
    expect(judged(rules, { command: "git status", directory: "/etc" }).outcome).toBe("step_up");
  });

  test.each([
    ["options", { options: { dangerouslyDisableSandbox: true } }],
    ["the arguments of a tool", { arguments: { command: "rm -rf /" } }],
    ["the name of a tool", { tool: "payments/pay" }],
  ])("with %s that rules don't read is not allowed", (_, more) => {
    const params = { command: "git status", directory: "/work", timeout: 5, run_in_background: true };
    expect(judged([allow(listing("git status"))], params).outcome).toBe("allow");
    const { outcome, obstacles } = judged([allow(listing("git status"))], { ...params, ...more });
    expect([outcome, obstacles]).toEqual(["step_up", ["the command has options that rules don't read"]]);
  });

  test("is blocked by a block rule that a listing rule cannot outweigh", () => {
    const block = { ...rule({ outcome: "block", actions: ["shell.*"] }), id: "block" };
    expect(judged([allow(listing("git status")), block], { command: "git status" }).outcome).toBe("block");
  });
});
