import fc from "fast-check";
import { compilePolicy } from "#lib/policy/engine/load";
import type { LoadedPolicy } from "#lib/policy/engine/rule-index";
import type { Hours } from "#lib/policy/language/hours";
import { weekdays } from "#lib/policy/language/minute-of-week";
import type { Approvers } from "#lib/policy/language/requirement";
import { type DefaultOutcome, type Rule, ruleSchema, type Unclassified } from "#lib/policy/language/rule";
import { condition } from "./arbitrary-conditions.ts";
import { agents, catalog, glob, groups, labels, line, selectors, timeZones } from "./arbitrary-words.ts";

const timeOfDay = fc.constantFrom("00:00", "09:00", "12:00", "12:01", "14:00", "17:45", "24:00");
const hours: fc.Arbitrary<Hours> = fc
  .record({
    is: fc.constantFrom("within", "outside"),
    days: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1, maxLength: 7 }),
    from: timeOfDay,
    to: timeOfDay,
    timeZone: fc.constantFrom(...timeZones),
  })
  .filter(({ from, to }) => from < to);

const approvers: fc.Arbitrary<Approvers> = fc.oneof(
  fc.constantFrom<Approvers>({ kind: "owner_or_backups" }, { kind: "owner" }),
  fc.record({ kind: fc.constant("owner_and_group" as const), group: fc.constantFrom(...groups) }),
  fc.record({
    kind: fc.constant("group" as const),
    group: fc.constantFrom(...groups),
    ownerExcluded: fc.boolean(),
  }),
);

const safeguards = {
  numberMatching: rarely(fc.constant(true as const)),
  readingSeconds: rarely(fc.integer({ min: 1, max: 120 })),
  allowEdits: rarely(fc.constant(true as const)),
};
/** None of the options about how people approve. */
const noSafeguardOptions = {
  numberMatching: undefined,
  readingSeconds: undefined,
  allowEdits: undefined,
};

/** A rule as an admin might write it, ids aside. */
export const rule: fc.Arbitrary<Rule> = fc
  .record({
    title: line.map((words) => `Rule ${words}`),
    outcome: fc.constantFrom("allow", "allow", "allow", "allow", "step_up", "block"),
    actions: fc.array(fc.constantFrom(...selectors), { minLength: 1, maxLength: 3 }),
    conditions: fc.array(condition, { maxLength: 2 }),
    resource: sometimes(glob),
    audience: sometimes(glob),
    agents: sometimes(fc.array(fc.constantFrom(...agents), { minLength: 1, maxLength: 2 })),
    labels: rarely(fc.uniqueArray(fc.constantFrom(...labels), { minLength: 1, maxLength: 2 })),
    hours: rarely(hours),
    approvals: fc.integer({ min: 1, max: 5 }),
    ...safeguards,
    approvers: sometimes(approvers),
    escalateAfterSeconds: sometimes(fc.constantFrom(60, 600)),
    isMonitored: rarely(fc.constant(true)),
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
      ...(parts.outcome === "step_up" ? {} : noSafeguardOptions),
      approvers: parts.outcome === "step_up" ? parts.approvers : undefined,
      approvals: parts.outcome === "step_up" ? approvalsOf(parts) : undefined,
    }),
  );

function approvalsOf({ approvals, approvers: who }: { approvals: number; approvers: Approvers | undefined }) {
  if (who?.kind === "owner") return 1;
  return who?.kind === "owner_and_group" ? Math.max(approvals, 2) : approvals;
}

export const rules = fc
  .array(rule, { maxLength: 5 })
  .map((all) => all.map((each, index) => ({ ...each, id: `rule-${index}` })));

function sometimes<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

function rarely<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

export const defaultOutcome = fc.constantFrom<DefaultOutcome>("step_up", "block");

export const unclassified = fc.constantFrom<Unclassified>("allow", "default_outcome");

/** The policy of these rules, as if published. */
export function policyOf(
  rules: Rule[],
  defaultOutcome: DefaultOutcome = "step_up",
  unclassified: Unclassified = "allow",
): LoadedPolicy {
  return compilePolicy({ version: 1, digest: "test", defaultOutcome, unclassified, rules, catalog });
}
