import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { draftOf } from "#components/policy/rule/condition-draft.ts";
import type { Condition } from "#lib/policy/language/condition";
import { type Rule, ruleSchema } from "#lib/policy/language/rule";
import { safeguardsOf } from "#lib/policy/language/safeguards";
import { rule as ruleOfOldKinds } from "#lib/policy/testing/arbitrary-rules";
import { ruleFields } from "./rule-fields.ts";

const total: fc.Arbitrary<Condition> = fc.constantFrom<Condition[]>(
  { kind: "total", of: "sum", per: "agent", window: "24h", currencies: ["USD", "US D, or so"], over: 1000 },
  { kind: "total", of: "count", per: "resource", window: "1h", over: 0, upTo: 20 },
);

const sometimes = <T>(value: T) => fc.constantFrom(value, undefined);

/** A rule with every member that there is, now and then. */
const rule: fc.Arbitrary<Rule> = fc
  .record({
    base: ruleOfOldKinds,
    totals: fc.array(total, { maxLength: 1 }),
    labels: sometimes(["night", "batch"]),
    hours: sometimes({
      is: "outside",
      days: ["tue", "mon"],
      from: "08:30",
      to: "24:00",
      timeZone: "Europe/Berlin",
    }),
    approvers: fc.constantFrom(
      undefined,
      { kind: "owner_or_backups" },
      { kind: "owner_and_group", group: "grp_1" },
      { kind: "group", group: "grp_1", ownerExcluded: true },
    ),
    resource: sometimes(" padded/* "),
    escalateAfterSeconds: sometimes(777),
    isMonitored: fc.constantFrom(true, false, undefined),
    threshold: sometimes("steps"),
  })
  .map(({ base, totals, approvers, ...more }) => {
    const isStepUp = base.outcome === "step_up";
    const needed = approvers?.kind === "owner_and_group" ? Math.max(2, base.approvals) : base.approvals;
    return ruleSchema.parse({
      ...base,
      ...more,
      conditions: [...base.conditions, ...totals],
      ...(isStepUp ? { approvers, approvals: needed } : {}),
    });
  });

describe("a rule in the form", () => {
  test("comes back unchanged when no field was edited, for any rule", () => {
    fc.assert(
      fc.property(rule, (was) => {
        expect(ruleFields("pol_new", was).parse(opened(was))).toEqual(was);
      }),
    );
  });

  test("changes only in the edited fields", () => {
    fc.assert(
      fc.property(rule, (was) => {
        const typed = { ...opened(was), title: "Other words" };
        expect(ruleFields("pol_new", was).parse(typed)).toEqual({ ...was, title: "Other words" });
      }),
    );
  });

  test("shows each error at its field", () => {
    const was = ruleSchema.parse({ id: "r", title: "A rule", outcome: "allow", actions: ["data.read"] });
    const hours = JSON.stringify({ is: "within", days: [], from: "10:00", to: "09:00", timeZone: "Moon" });
    const approval = JSON.stringify({ approvals: 1, approvers: { kind: "group", group: "" } });
    const typed = { ...opened(was), outcome: "step_up", labels: "Night", hours, approval };
    const faults = ruleFields("pol_new", was)
      .safeParse(typed)
      .error?.issues.map(({ path }) => path[0]);
    expect(faults).toEqual(
      expect.arrayContaining(["labels.0", "hours.days", "hours.timeZone", "approvers.group"]),
    );
  });
});

/** The values of the form's fields when the rule is opened. */
function opened(rule: Rule): Record<string, unknown> {
  const known = ["refund.create", "data.read"];
  const { approvals, approvers, escalateAfterSeconds } = rule;
  return {
    id: rule.id,
    title: rule.title,
    outcome: rule.outcome,
    actions: known.filter((type) => rule.actions.includes(type)),
    otherActions: rule.actions.filter((type) => !known.includes(type)).join(", "),
    conditions: JSON.stringify(rule.conditions.map((condition, index) => draftOf(condition, `key-${index}`))),
    resource: rule.resource ?? "",
    audience: rule.audience ?? "",
    agents: rule.agents?.toSorted() ?? [],
    labels: rule.labels?.join(", ") ?? "",
    hours: rule.hours ? JSON.stringify(rule.hours) : "",
    approval: JSON.stringify({ approvals, approvers, escalateAfterSeconds, ...safeguardsOf(rule) }),
    grantTtlSeconds: String(rule.grantTtlSeconds),
    requestTtlSeconds: String(rule.requestTtlSeconds),
    expiresAt: rule.expiresAt?.slice(0, 16) ?? "",
    ...(rule.enabled ? { enabled: "on" } : {}),
    ...(rule.isMonitored ? { isMonitored: "on" } : {}),
  };
}
