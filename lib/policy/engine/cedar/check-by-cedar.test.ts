import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { policyOf } from "#lib/policy/testing/arbitrary-rules";
import { now, over50000, rule, upTo100, usd } from "#lib/policy/testing/judge";
import type { CompiledRule } from "../compile.ts";
import { evaluateVersion } from "../evaluate.ts";
import { type LoadedPolicy, type Slice, sliceFor } from "../rule-index.ts";
import { asksPerCheck, type PolicyDifference, policyDifferences } from "./check-by-cedar.ts";

const ask = (amount: number) => ({
  agent: "agt_1",
  owner: "per_1",
  action: { type: "refund.create", params: usd(amount) },
});
const allow = rule({ outcome: "allow" });
const block = rule({ outcome: "block", conditions: [over50000] });
const stepUp = rule({ outcome: "step_up", approvals: 3, conditions: [upTo100] });
const differences: unknown[] = [];
const listen = (difference: unknown) => void differences.push(difference);

beforeEach(() => policyDifferences.subscribe(listen));
afterEach(() => {
  policyDifferences.unsubscribe(listen);
  differences.length = 0;
});

describe("Cedar's check of the predicates", () => {
  test("takes the first ask about a type and one of every asksPerCheck, also of monitored rules", () => {
    const watched = { ...block, id: "watched", isMonitored: true };
    const policy = policyOf([allow, watched]);
    const { enforced, monitored } = sliceFor(policy, "refund.create");
    const checks = [enforced, monitored].map(countChecks);
    const seen = Array.from({ length: 2 * asksPerCheck + 1 }, () => {
      evaluateVersion(policy, ask(5), now);
      return checks.map(({ count }) => count);
    });
    const checksAfter = (asks: number) => seen[asks - 1];
    expect(checksAfter(1)).toEqual([1, 1]);
    expect(checksAfter(asksPerCheck)).toEqual([1, 1]);
    expect(checksAfter(asksPerCheck + 1)).toEqual([2, 2]);
    expect(checksAfter(2 * asksPerCheck + 1)).toEqual([3, 3]);
    expect(differences).toEqual([]);
  });

  test("a block that only Cedar finds blocks, and the difference is published", () => {
    const policy = blind(policyOf([allow, block]), "block");
    expect(evaluateVersion(policy, ask(60_000), now)).toMatchObject({
      outcome: "block",
      ruleIds: ["block"],
      fault: "by the predicates allow applies, no rule might; by Cedar block applies, no rule might",
    });
    expect(differences).toEqual([differenceOf(["allow"], ["block"])]);
  });

  test("a block that only the predicates find blocks", () => {
    const policy = policyOf([allow, block]);
    patch(policy, "block", silent);
    expect(evaluateVersion(policy, ask(60_000), now)).toMatchObject({ outcome: "block", ruleIds: ["block"] });
    expect(differences).toEqual([differenceOf(["allow", "block"], ["allow"])]);
  });

  test("a step-up that only one of the two finds requires all its approvals", () => {
    const unseen = blind(policyOf([allow, stepUp]), "step-up");
    const unsaid = policyOf([allow, stepUp]);
    patch(unsaid, "step-up", silent);
    for (const policy of [unseen, unsaid])
      expect(evaluateVersion(policy, ask(5), now)).toMatchObject({
        outcome: "step_up",
        approvalsRequired: 3,
        ruleIds: ["step-up"],
      });
  });

  test("a rule that only one of the two allows by gives the default outcome", () => {
    const unseen = blind(policyOf([rule({ outcome: "allow", conditions: [upTo100] })]), "allow");
    expect(evaluateVersion(unseen, ask(5), now)).toMatchObject({ outcome: "step_up", ruleIds: [] });
    const unsaid = policyOf([allow], "block");
    patch(unsaid, "allow", silent);
    expect(evaluateVersion(unsaid, ask(5), now)).toMatchObject({ outcome: "block", ruleIds: [] });
  });

  test("after a difference, takes every ask about the type", () => {
    const policy = blind(policyOf([allow, block]), "block");
    for (let index = 0; index < 3; index++)
      expect(evaluateVersion(policy, ask(60_000), now).outcome).toBe("block");
    expect(evaluateVersion(policy, ask(5), now)).toMatchObject({ outcome: "allow" });
    expect(evaluateVersion(policy, ask(60_000), now).outcome).toBe("block");
  });

  test("after a difference, takes every ask by the same rules, also once they are compiled again", () => {
    const rules = [allow, rule({ id: "again", outcome: "block", conditions: [over50000] })];
    evaluateVersion(blind(policyOf(rules), "again"), ask(60_000), now);
    const compiledAgain = blind(policyOf(rules), "again");
    for (let index = 0; index < 3; index++)
      expect(evaluateVersion(compiledAgain, ask(5), now)).toMatchObject({ outcome: "allow" });
    expect(evaluateVersion(compiledAgain, ask(60_000), now).outcome).toBe("block");
  });

  test("publishes that Cedar could not evaluate, and a block by the predicates still blocks", () => {
    const policy = policyOf([allow, block]);
    patch(policy, "allow", { policy: "permit (" });
    expect(evaluateVersion(policy, ask(60_000), now)).toMatchObject({ outcome: "block" });
    expect(differences).toEqual([differenceOf(["allow", "block"], undefined)]);
  });
});

function differenceOf(predicates: string[], cedar: string[] | undefined): PolicyDifference {
  const found = (applying: string[]) => ({ applying, indeterminate: [] });
  return {
    ...{ policyVersion: 1, actionType: "refund.create", fault: expect.any(String) },
    ...{ predicates: found(predicates), cedar: cedar && found(cedar) },
  };
}

const silent = { policy: "permit (principal, action, resource) when { false };" };

/** Changes one compiled rule, as a mistake in the compiler would. */
function patch(policy: LoadedPolicy, id: string, change: Partial<CompiledRule>): void {
  const at = policy.rules.findIndex(({ rule }) => rule.id === id);
  policy.rules[at] = { ...(policy.rules[at] as CompiledRule), ...change };
}

/** The policy with predicates that exclude a rule. */
function blind(policy: LoadedPolicy, id: string): LoadedPolicy {
  const compiled = policy.rules.find(({ rule }) => rule.id === id);
  patch(policy, id, { tests: compiled?.tests.map((each) => ({ ...each, matches: () => false })) ?? [] });
  return policy;
}

/** Counts how often Cedar gets the slice's policies. */
function countChecks(slice: Slice): { count: number } {
  const checks = { count: 0 };
  const { plain } = slice;
  Object.defineProperty(slice, "plain", {
    get: () => {
      checks.count += 1;
      return plain;
    },
  });
  return checks;
}
