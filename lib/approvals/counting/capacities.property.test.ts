import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { Requirement } from "#lib/policy/language/requirement";
import { approvalsNow } from "../approvals-now.ts";
import type { EligibleApprovers } from "../eligible-approvers.ts";
import { isQuorumImpossible } from "../list-deciders.ts";
import { capacitiesOf, decidersNow } from "./capacities.ts";

const ids = ["ann", "bo", "cy", "dee", "eve", "flo"];
const person = fc.constantFrom(...ids);
const people = fc.uniqueArray(person);
const askedAt = new Date("2026-11-24T12:00:00Z");
const now = new Date("2026-11-24T12:05:00Z");
const expiresAt = new Date("2026-11-24T12:15:00Z");

const requirement: fc.Arbitrary<Requirement> = fc.oneof(
  fc.record({
    approvals: fc.integer({ min: 1, max: 3 }),
    approvers: fc.constant({ kind: "owner_or_backups" as const }),
  }),
  fc.record({
    approvals: fc.constant(1),
    approvers: fc.constant({ kind: "owner" as const }),
    escalateAfterSeconds: fc.constantFrom(60, 600),
  }),
  fc.record({
    approvals: fc.integer({ min: 2, max: 3 }),
    approvers: fc.constant({ kind: "owner_and_group" as const, group: "grp_a" }),
  }),
  fc.record({
    approvals: fc.integer({ min: 1, max: 3 }),
    approvers: fc.record({
      kind: fc.constant("group" as const),
      group: fc.constant("grp_a"),
      ownerExcluded: fc.boolean(),
    }),
  }),
);

const eligible: fc.Arbitrary<EligibleApprovers> = fc
  .record({
    requirements: fc.array(requirement, { minLength: 1, maxLength: 3 }),
    backups: people,
    members: people,
    approvers: people,
    away: fc.uniqueArray(fc.tuple(person, person), { selector: (pair) => pair.join(), maxLength: 4 }),
  })
  .map(({ requirements, backups, members, approvers, away }) => ({
    requirements,
    required: Math.max(...requirements.map(({ approvals }) => approvals)),
    parts: {
      ownerId: "ann",
      backupIds: backups.filter((id) => id !== "ann"),
      members: new Map([["grp_a", members]]),
      askedAt,
    },
    expiresAt,
    groupNames: new Map([["grp_a", "Finance"]]),
    approvers: new Map(approvers.map((id) => [id, id])),
    // As the look-up hands them over: between two different active approvers.
    delegations: away
      .filter(([one, other]) => one !== other && approvers.includes(one) && approvers.includes(other))
      .map(([personId, delegateId]) => ({ personId, delegateId, endsAt: expiresAt, isConfirmed: true })),
    validApprovals: [],
    decidedIds: new Set<string>(),
  }));

/** Every entitled person approves, in this order, each in the first offered capacity. */
function approvedBy(start: EligibleApprovers, order: string[]): EligibleApprovers {
  let state = start;
  for (const id of order) {
    const [capacity] = capacitiesOf(state, id, now);
    if (!capacity || approvalsNow(state, now).isMet) continue;
    const approval = { by: id, inPlaceOf: capacity.onBehalfOf ?? id };
    state = {
      ...state,
      validApprovals: [...state.validApprovals, approval],
      decidedIds: new Set([...state.decidedIds, id]),
    };
  }
  return state;
}

const order = fc.shuffledSubarray(ids, { minLength: ids.length });

test("a person offered a capacity is an active approver, in their own name or as a named delegate", () => {
  fc.assert(
    fc.property(eligible, person, (start, id) => {
      for (const { capacity, onBehalfOf } of capacitiesOf(start, id, now)) {
        expect(start.approvers.has(id)).toBe(true);
        expect(capacity === "delegate").toBe(onBehalfOf !== undefined);
        if (onBehalfOf === undefined) continue;
        expect(start.delegations).toContainEqual(
          expect.objectContaining({ personId: onBehalfOf, delegateId: id }),
        );
      }
    }),
    { numRuns: 1000 },
  );
});

test("another approval never lowers the count, and the count is complete exactly when every requirement is met", () => {
  fc.assert(
    fc.property(eligible, order, (start, turns) => {
      let before = 0;
      for (const count of turns.keys()) {
        const { given, required, isMet } = approvalsNow(approvedBy(start, turns.slice(0, count + 1)), now);
        expect(given).toBeGreaterThanOrEqual(before);
        expect(given === required).toBe(isMet);
        before = given;
      }
    }),
    { numRuns: 500 },
  );
});

test("a quorum reported as impossible is never reached, in any order of approvals", () => {
  fc.assert(
    fc.property(eligible, order, (start, turns) => {
      if (isQuorumImpossible(start)) expect(approvalsNow(approvedBy(start, turns), now).isMet).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

test("an approved request has enough different eligible people for every requirement", () => {
  fc.assert(
    fc.property(eligible, order, (start, turns) => {
      const { validApprovals, requirements, parts } = approvedBy(start, turns);
      if (!approvalsNow({ ...start, validApprovals }, now).isMet) return;
      expect(new Set(validApprovals.map(({ by }) => by)).size).toBe(validApprovals.length);
      for (const { approvals, approvers } of requirements) {
        const others = validApprovals.filter(({ by, inPlaceOf }) => by !== "ann" && inPlaceOf !== "ann");
        const inGroup = (list: typeof validApprovals) =>
          new Set(
            list.map(({ inPlaceOf }) => inPlaceOf).filter((id) => parts.members.get("grp_a")?.includes(id)),
          ).size;
        if (approvers.kind === "group")
          expect(inGroup(approvers.ownerExcluded ? others : validApprovals)).toBeGreaterThanOrEqual(
            approvals,
          );
        if (approvers.kind === "owner_and_group") {
          expect(inGroup(others)).toBeGreaterThanOrEqual(approvals - 1);
          expect(validApprovals.some(({ inPlaceOf }) => inPlaceOf === "ann")).toBe(true);
        }
      }
    }),
    { numRuns: 1000 },
  );
});

test("only people who have a capacity and have not decided count as possible deciders", () => {
  fc.assert(
    fc.property(eligible, order, fc.nat(3), (start, turns, count) => {
      const state = approvedBy(start, turns.slice(0, count));
      const expected = ids.filter(
        (id) => !state.decidedIds.has(id) && capacitiesOf(state, id, now).length > 0,
      );
      expect(decidersNow(state, now).sort()).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test("the deciders of a large group are counted without building the group's places for each of them", () => {
  const members = Array.from({ length: 3000 }, (_, n) => `per_${n}`);
  const groups = new Map([["grp_a", members]]);
  const read = vi.spyOn(groups, "get");
  const group: Requirement = {
    approvals: 2,
    approvers: { kind: "group", group: "grp_a", ownerExcluded: false },
  };
  const large: EligibleApprovers = {
    ...{ requirements: [group], required: 2, expiresAt, groupNames: new Map([["grp_a", "Everyone"]]) },
    parts: { ownerId: "ann", backupIds: [], members: groups, askedAt },
    approvers: new Map(members.map((id) => [id, id])),
    ...{ delegations: [], validApprovals: [], decidedIds: new Set(["per_7"]) },
  };
  expect(decidersNow(large, now)).toHaveLength(members.length - 1);
  expect(read).toHaveBeenCalledTimes(1);
});
