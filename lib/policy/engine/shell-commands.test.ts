import { describe, expect, test, vi } from "vitest";
import type { Condition } from "#lib/policy/language/condition";
import type { Rule } from "#lib/policy/language/rule";
import { now, rule } from "#lib/policy/testing/judge";
import { defaultCatalog, defaultRules } from "#lib/policy/versions/defaults";
import { evaluateVersion } from "./evaluate.ts";
import { compilePolicy, preparePolicy } from "./load.ts";
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

const parts = {
  version: 1,
  digest: "x",
  defaultOutcome: "step_up" as const,
  unclassified: "default_outcome" as const,
  catalog: defaultCatalog,
};

async function judged(rules: Rule[], params: Record<string, unknown>, prepare = preparePolicy) {
  const policy = await prepare({ ...parts, rules });
  const action = { type: "shell.run", params: params as { command: string } };
  const ask = { agent: "agt_1", owner: "per_1", action };
  return { outcome: evaluateVersion(policy, ask, now).outcome, obstacles: obstaclesTo(policy, ask).flat() };
}

describe("a shell command", () => {
  test("is not allowed by the default policy, a catch-all, a pattern or a rule without the exact command", async () => {
    const like: Condition = { kind: "text", param: "command", is: "like", values: ["git *", "git status"] };
    const directory: Condition = { kind: "text", param: "directory", is: "one_of", values: ["/work"] };
    const none: Condition = { kind: "text", param: "command", is: "none_of", values: ["rm -rf /"] };
    for (const rules of [defaultRules, [all], [allow()], [allow(like)], [allow(directory)], [allow(none)]]) {
      const { outcome, obstacles } = await judged(rules, { command: "git status", directory: "/work" });
      expect([outcome, obstacles]).toEqual([
        "step_up",
        ["the command ", { agentText: "git status" }, " isn't listed exactly in a rule"],
      ]);
    }
  });

  test("is allowed by a rule that lists it, exactly and for no other command", async () => {
    const rules = [allow(listing("git status", "npm test"))];
    expect(await judged(rules, { command: "git status" })).toEqual({ outcome: "allow", obstacles: [] });
    for (const command of [
      "git status ",
      "git  status",
      "git status; rm -rf /",
      "GIT STATUS",
      ["git status"],
      1,
    ])
      expect((await judged(rules, { command })).outcome).toBe("step_up");
    expect((await judged([...rules, all], { command: "git push" })).outcome).toBe("step_up");
  });

  test("is not allowed by a catch-all when the rule that lists it does not apply", async () => {
    const directory: Condition = { kind: "text", param: "directory", is: "one_of", values: ["/work"] };
    const rules = [allow(listing("git status"), directory), all];
    expect((await judged(rules, { command: "git status", directory: "/work" })).outcome).toBe("allow");
    expect((await judged(rules, { command: "git status", directory: "/etc" })).outcome).toBe("step_up");
  });

  test.each([
    ["options", { options: { dangerouslyDisableSandbox: true } }],
    ["the arguments of a tool", { arguments: { command: "rm -rf /" } }],
    ["the name of a tool", { tool: "payments/pay" }],
  ])("with %s that rules don't read is not allowed", async (_, more) => {
    const params = { command: "git status", directory: "/work", timeout: 5, run_in_background: true };
    expect((await judged([allow(listing("git status"))], params)).outcome).toBe("allow");
    const { outcome, obstacles } = await judged([allow(listing("git status"))], { ...params, ...more });
    expect([outcome, obstacles]).toEqual(["step_up", ["the command has options that rules don't read"]]);
  });

  test("is blocked by a block rule that a listing rule cannot outweigh", async () => {
    const block = { ...rule({ outcome: "block", actions: ["shell.*"] }), id: "block" };
    expect((await judged([allow(listing("git status")), block], { command: "git status" })).outcome).toBe(
      "block",
    );
  });

  test.each([
    ["eval $X", "runs text as shell code"],
    ["python3 -c 'x()'", "runs a program that is written in an argument"],
    ["echo a\u200b", "contains characters that are invisible or look like others"],
  ])("that can't be inspected is not allowed by a rule that lists it: %j", async (command, reason) => {
    const { outcome, obstacles } = await judged([allow(listing(command, "git status"))], { command });
    expect([outcome, obstacles]).toEqual(["step_up", [`the command can't be inspected: ${reason}`]]);
    const monitored = { ...allow(listing(command)), isMonitored: true };
    const policy = await preparePolicy({ ...parts, rules: [monitored] });
    const ask = { agent: "agt_1", owner: "per_1", action: { type: "shell.run", params: { command } } };
    expect(evaluateVersion(policy, ask, now).monitored).toMatchObject({ outcome: "step_up" });
  });

  test("is not allowed when the reader of commands isn't available", async () => {
    const { outcome, obstacles } = await judged(
      [allow(listing("git status"))],
      { command: "git status" },
      async (given) => compilePolicy(given),
    );
    const words = "the command can't be inspected: the reader of shell commands isn't available";
    expect([outcome, obstacles]).toEqual(["step_up", [words]]);
  });

  test("is read only if a rule lists it, and once", async () => {
    const policy = await preparePolicy({ ...parts, rules: [allow(listing("git status")), all] });
    const inspectCommand = vi.fn(policy.inspectCommand);
    for (const command of ["git status", "git push", "git push --force"]) {
      const ask = { agent: "agt_1", owner: "per_1", action: { type: "shell.run", params: { command } } };
      evaluateVersion({ ...policy, inspectCommand }, ask, now);
    }
    expect(inspectCommand.mock.calls).toEqual([["git status"]]);
    expect(policy.inspectCommand("git status")).toBe(policy.inspectCommand("git status"));
  });
});

test("a command in another type than shell.run is never auto-approved, because no rule lists it exactly", async () => {
  const fields = [{ path: "/cmd", label: "Command", format: "command" as const }];
  const type = {
    type: "ops.exec",
    title: "Run",
    risk: "write" as const,
    schema: {},
    descriptor: { intent: "Run", fields },
  };
  const catalog = [...defaultCatalog, { ...type, amountParam: null, currencyParam: null }];
  const policy = await preparePolicy({ ...parts, catalog, rules: [all] });
  const ask = { agent: "agt_1", owner: "per_1", action: { type: "ops.exec", params: { cmd: "ls" } } };
  expect(evaluateVersion(policy, ask, now).outcome).toBe("step_up");
});
