import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge, over50000, rule, usd } from "#lib/policy/testing/judge";
import { mergeRequirements, requirementOf } from "./merge-requirements.ts";
import { type Approvers, plainRequirement, type Requirement } from "./requirement.ts";

const finance: Approvers = { kind: "group", group: "grp_finance", ownerExcluded: false };
const ownerAndFinance: Approvers = { kind: "owner_and_group", group: "grp_finance" };
let count = 0;

describe("Invariant 2: the requirements of several step-ups", () => {
  test("the default and a rule without approvers require the owner or the backups", () => {
    expect(judge([], usd(5)).requirements).toEqual([plainRequirement(1)]);
    expect(judge([stepUp(2)], usd(5))).toMatchObject({
      requirements: [plainRequirement(2)],
      approvalsRequired: 2,
    });
    expect(judge([rule({ outcome: "allow" })], usd(5)).requirements).toEqual([]);
    expect(judge([rule({ outcome: "block" })], usd(5)).requirements).toEqual([]);
  });

  test("each required group stays required, with the most approvals for the same people", () => {
    const verdict = judge([stepUp(1), stepUp(2, finance), stepUp(3, finance), stepUp(2)], usd(5));
    expect(verdict).toMatchObject({ approvalsRequired: 3 });
    expect(verdict.requirements).toEqual([{ approvals: 3, approvers: finance }, plainRequirement(2)]);
  });

  test("a requirement for the owner in person implies the owner's ordinary approval", () => {
    expect(judge([stepUp(1), stepUp(2, ownerAndFinance)], usd(5)).requirements).toEqual([
      { approvals: 2, approvers: ownerAndFinance },
    ]);
    expect(judge([stepUp(2), stepUp(1, { kind: "owner" })], usd(5)).requirements).toEqual([
      plainRequirement(2),
      { approvals: 1, approvers: { kind: "owner" } },
    ]);
    expect(judge([stepUp(1), stepUp(1, finance)], usd(5)).requirements).toHaveLength(2);
  });

  test("backups may decide at the latest time of any rule, and never if one rule never allows it", () => {
    const owner: Approvers = { kind: "owner" };
    const soon = { ...stepUp(1, owner), escalateAfterSeconds: 60 };
    const later = { ...stepUp(1, owner), escalateAfterSeconds: 600 };
    expect(judge([later, soon], usd(5)).requirements).toEqual([
      { approvals: 1, approvers: owner, escalateAfterSeconds: 600 },
    ]);
    expect(judge([soon, stepUp(1, owner)], usd(5)).requirements).toEqual([
      { approvals: 1, approvers: owner },
    ]);
    expect(judge([{ ...stepUp(1), escalateAfterSeconds: 60 }], usd(5)).requirements).toEqual([
      plainRequirement(1),
    ]);
  });

  test("an indeterminate step-up requires its people as well as the default's", () => {
    const indeterminate = { ...stepUp(2, finance), conditions: [over50000] };
    expect(judge([rule({ outcome: "allow" }), indeterminate], { amount: "a lot" }).requirements).toEqual([
      { approvals: 2, approvers: finance },
      plainRequirement(1),
    ]);
  });

  test("merged requirements are equivalent to all requirements together, for every set of approvers and every moment", () => {
    fc.assert(
      fc.property(fc.array(requirement, { minLength: 1, maxLength: 5 }), approving, (all, asked) => {
        const merged = mergeRequirements(all);
        expect(merged.length).toBeGreaterThan(0);
        expect(merged.every((each) => isMet(each, asked))).toBe(all.every((one) => isMet(one, asked)));
      }),
      { numRuns: 2000 },
    );
  });
});

function stepUp(approvals: number, approvers?: Approvers) {
  return rule({ id: `step-up-${count++}`, outcome: "step_up", approvals, approvers });
}

const people = ["owner", "backup-1", "backup-2", "ann", "ben", "eve"];

const requirement: fc.Arbitrary<Requirement> = fc
  .record(
    {
      approvals: fc.integer({ min: 1, max: 3 }),
      approvers: fc.constantFrom<Approvers>(
        { kind: "owner_or_backups" },
        { kind: "owner" },
        ownerAndFinance,
        finance,
        {
          ...finance,
          ownerExcluded: true,
        },
      ),
      escalateAfterSeconds: fc.constantFrom(60, 600),
    },
    { requiredKeys: ["approvals", "approvers"] },
  )
  .map((each) => requirementOf({ ...each, approvals: each.approvers.kind === "owner" ? 1 : each.approvals }));

const approving = fc.record({
  approved: fc.subarray(people),
  inFinance: fc.subarray(people),
  afterSeconds: fc.constantFrom(0, 60, 600),
});

// The result by the definition in approvers.ts, with backup approvers in the owner's place
// after the escalation time.
function isMet(
  { approvals, approvers, escalateAfterSeconds = Number.POSITIVE_INFINITY }: Requirement,
  { approved, inFinance, afterSeconds }: { approved: string[]; inFinance: string[]; afterSeconds: number },
): boolean {
  const isBackup = (person: string) => person.startsWith("backup");
  const standsIn = (person: string) =>
    person === "owner" || (isBackup(person) && afterSeconds >= escalateAfterSeconds);
  switch (approvers.kind) {
    case "owner_or_backups":
      return approved.filter((person) => person === "owner" || isBackup(person)).length >= approvals;
    case "owner":
      return approved.some(standsIn);
    case "owner_and_group":
      return approved.some(
        (owner) =>
          standsIn(owner) &&
          approved.filter((person) => person !== owner && inFinance.includes(person)).length >= approvals - 1,
      );
    case "group":
      return (
        approved.filter(
          (person) => inFinance.includes(person) && !(approvers.ownerExcluded && person === "owner"),
        ).length >= approvals
      );
  }
}
