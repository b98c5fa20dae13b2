import fc from "fast-check";
import type { Condition } from "../condition.ts";
import { compilePolicy, type LoadedPolicy } from "../load.ts";
import { type DefaultOutcome, type Rule, ruleSchema } from "../rule.ts";
import { agents, bound, catalogue, glob, line, name, selectors } from "./arbitrary-words.ts";

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc
    .record({
      amount: fc.constantFrom("amount", "deep.amount"),
      currencies: fc.array(fc.constantFrom("USD", "EUR"), { minLength: 1, maxLength: 2 }),
      over: bound,
      upTo: fc.option(bound, { nil: undefined }),
    })
    .map((band) => ({
      kind: "amount" as const,
      currency: "currency",
      ...band,
      upTo: band.upTo !== undefined && band.upTo > band.over ? band.upTo : undefined,
    })),
  fc.record({
    kind: fc.constant("number" as const),
    param: name,
    is: fc.constantFrom("under", "up_to", "equal_to", "from", "over"),
    value: bound,
  }),
  fc.record({
    kind: fc.constant("text" as const),
    param: name,
    is: fc.constantFrom("one_of", "none_of"),
    values: fc.array(line, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant("text" as const),
    param: name,
    is: fc.constant("like" as const),
    values: fc.array(glob, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant("flag" as const), param: name, is: fc.boolean() }),
  fc.record({
    kind: fc.constant("presence" as const),
    param: name,
    is: fc.constantFrom("present", "absent"),
  }),
);

/** A rule as an admin might write it, ids aside. */
export const rule: fc.Arbitrary<Rule> = fc
  .record({
    title: line.map((words) => `Rule ${words}`),
    outcome: fc.constantFrom("allow", "allow", "step_up", "block"),
    actions: fc.array(fc.constantFrom(...selectors), { minLength: 1, maxLength: 3 }),
    conditions: fc.array(condition, { maxLength: 2 }),
    resource: sometimes(glob),
    audience: sometimes(glob),
    agents: sometimes(fc.array(fc.constantFrom(...agents), { minLength: 1, maxLength: 2 })),
    approvals: fc.integer({ min: 1, max: 5 }),
    grantTtlSeconds: fc.integer({ min: 30, max: 900 }),
    requestTtlSeconds: fc.integer({ min: 60, max: 86_400 }),
    expiresAt: sometimes(
      fc.constantFrom("2026-05-01T11:59:59Z", "2026-05-01T12:00:00Z", "2026-05-01T12:00:01Z"),
    ),
    enabled: fc.constantFrom(true, true, true, false),
  })
  .map((parts) =>
    ruleSchema.parse({
      ...parts,
      id: "rule",
      approvals: parts.outcome === "step_up" ? parts.approvals : undefined,
    }),
  );

export const rules = fc
  .array(rule, { maxLength: 5 })
  .map((all) => all.map((one, index) => ({ ...one, id: `rule-${index}` })));

function sometimes<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc
    .option(arbitrary, { nil: undefined, freq: 1 })
    .chain((value) => fc.constantFrom(value, undefined, undefined));
}

export const defaultOutcome = fc.constantFrom<DefaultOutcome>("step_up", "block");

/** The policy of these rules, as if published. */
export function policyOf(all: Rule[], outcome: DefaultOutcome = "step_up"): LoadedPolicy {
  return compilePolicy({ version: 1, digest: "test", defaultOutcome: outcome, rules: all, catalogue });
}
