import fc from "fast-check";
import { expect, test } from "vitest";
import type { Requirement } from "#lib/policy/language/requirement";
import { areOne, fills, type PersonApproval, type Place, placesTaken } from "./places-taken.ts";
import { type Parts, placesOf, tally } from "./requirements-met.ts";

const ids = ["ann", "bo", "cy", "dee", "eve"];
const person = fc.constantFrom(...ids);
const people = fc.uniqueArray(person);
const askedAt = new Date("2026-11-24T12:00:00Z");
const now = new Date("2026-11-24T12:05:00Z");

const requirement: fc.Arbitrary<Requirement> = fc
  .record({
    approvals: fc.integer({ min: 1, max: 4 }),
    kind: fc.constantFrom("owner_or_backups", "owner", "owner_and_group", "group"),
    group: fc.constantFrom("grp_a", "grp_b", "grp_gone"),
    ownerExcluded: fc.boolean(),
    escalateAfterSeconds: fc.option(fc.constantFrom(60, 300, 301), { nil: undefined }),
  })
  .map(({ approvals, kind, group, ownerExcluded, ...rest }): Requirement => {
    const escalation =
      rest.escalateAfterSeconds === undefined ? {} : { escalateAfterSeconds: rest.escalateAfterSeconds };
    if (kind === "owner") return { approvals: 1, approvers: { kind }, ...escalation };
    if (kind === "owner_or_backups") return { approvals, approvers: { kind }, ...escalation };
    if (kind === "owner_and_group")
      return { approvals: approvals + 1, approvers: { kind, group }, ...escalation };
    return { approvals, approvers: { kind: "group", group, ownerExcluded }, ...escalation };
  });

const parts: fc.Arbitrary<Parts> = fc
  .record({ ownerId: person, backupIds: people, a: people, b: people })
  .map(({ ownerId, backupIds, a, b }) => ({
    ownerId,
    backupIds: backupIds.filter((id) => id !== ownerId),
    members: new Map([
      ["grp_a", a],
      ["grp_b", b],
    ]),
    askedAt,
  }));

/** Every person decides once, in one place. */
const approvals: fc.Arbitrary<PersonApproval[]> = fc.uniqueArray(
  fc.record({
    by: person,
    inPlaceOf: person,
    alsoBy: fc.oneof(
      fc.constant([]),
      fc.uniqueArray(fc.constantFrom(...ids, "flo", "gus"), { maxLength: 3 }),
    ),
  }),
  { selector: ({ by }) => by },
);

/**
 * The same condition independent of the code: one person is behind both, and one of the two
 * passkeys is unconfirmed.
 */
function couldBeOne(one: PersonApproval, other: PersonApproval): boolean {
  if (one.alsoBy?.length === 0 && other.alsoBy?.length === 0) return false;
  const behind = ({ by, alsoBy = [] }: PersonApproval) => [by, ...alsoBy];
  return behind(one).some((id) => behind(other).includes(id));
}

/** The maximum of filled places, by trying every assignment. */
function byTryingAll(places: readonly Place[], left: readonly PersonApproval[]): number {
  const [place, ...rest] = places;
  if (!place) return 0;
  const fillings = left
    .filter((approval) => fills(place, approval))
    .map(
      (approval) =>
        1 +
        byTryingAll(
          rest,
          left.filter((other) => other.inPlaceOf !== approval.inPlaceOf && !couldBeOne(other, approval)),
        ),
    );
  return Math.max(byTryingAll(rest, left), ...fillings);
}

test("the number of filled places equals the best possible assignment", () => {
  fc.assert(
    fc.property(requirement, parts, approvals, (wanted, who, given) => {
      const places = placesOf(wanted, who, now);
      expect(places).toHaveLength(wanted.approvals);
      expect(placesTaken(places, given)).toBe(byTryingAll(places, given));
    }),
    { numRuns: 2000 },
  );
});

test("several requirements are met exactly when each alone is, and another approval never lowers the count", () => {
  fc.assert(
    fc.property(
      fc.array(requirement, { minLength: 1, maxLength: 3 }),
      parts,
      approvals,
      (wanted, who, given) => {
        const all = tally(wanted, who, given, now);
        expect(all.isMet).toBe(wanted.every((each) => tally([each], who, given, now).isMet));
        const fewer = tally(wanted, who, given.slice(1), now);
        for (const [index, taken] of all.taken.entries())
          expect(taken).toBeGreaterThanOrEqual(fewer.taken[index] ?? 0);
      },
    ),
    { numRuns: 1000 },
  );
});

test("with the owner excluded, no approval by the owner or for the owner counts, for any group membership", () => {
  fc.assert(
    fc.property(requirement, parts, approvals, (wanted, who, given) => {
      if (wanted.approvers.kind !== "group" || !wanted.approvers.ownerExcluded) return;
      const others = given.filter(({ by, inPlaceOf }) => by !== who.ownerId && inPlaceOf !== who.ownerId);
      expect(tally([wanted], who, given, now)).toEqual(tally([wanted], who, others, now));
    }),
    { numRuns: 1000 },
  );
});

test("the owner and a group: one place is the owner's, and only the owner's delegates and backups fill it otherwise", () => {
  const wanted: Requirement = { approvals: 2, approvers: { kind: "owner_and_group", group: "grp_a" } };
  const who: Parts = {
    ownerId: "ann",
    backupIds: ["bo"],
    members: new Map([["grp_a", ["ann", "bo", "cy", "dee"]]]),
    askedAt,
  };
  const isMet = (...given: PersonApproval[]) => tally([wanted], who, given, now).isMet;
  const own = (id: string): PersonApproval => ({ by: id, inPlaceOf: id });
  expect(isMet(own("cy"), own("dee"))).toBe(false);
  expect(isMet(own("ann"))).toBe(false);
  expect(isMet(own("ann"), own("cy"))).toBe(true);
  expect(isMet({ by: "eve", inPlaceOf: "ann" }, own("cy"))).toBe(true);
  // The owner and her own delegate count as one, and the owner deciding for a member is still the
  // owner.
  expect(isMet(own("ann"), { by: "cy", inPlaceOf: "ann" })).toBe(false);
  expect(isMet({ by: "eve", inPlaceOf: "ann" }, { by: "ann", inPlaceOf: "cy" })).toBe(false);
});

test("from the moment of the escalation on, and not a millisecond before, a backup fills the owner's place", () => {
  const wanted: Requirement = { approvals: 1, approvers: { kind: "owner" }, escalateAfterSeconds: 300 };
  const who: Parts = { ownerId: "ann", backupIds: ["bo"], members: new Map(), askedAt };
  const given = [{ by: "bo", inPlaceOf: "bo" }];
  expect(tally([wanted], who, given, new Date(now.getTime() - 1)).isMet).toBe(false);
  expect(tally([wanted], who, given, now).isMet).toBe(true);
});

test("an approval with an unconfirmed passkey and one by the admin behind it fill one place together (invariant 18)", () => {
  const wanted: Requirement = { approvals: 2, approvers: { kind: "owner_or_backups" } };
  const who: Parts = { ownerId: "ann", backupIds: ["bo", "cy"], members: new Map(), askedAt };
  const isMet = (...given: PersonApproval[]) => tally([wanted], who, given, now).isMet;
  const own = (id: string, ...alsoBy: string[]): PersonApproval => ({ by: id, inPlaceOf: id, alsoBy });
  expect(isMet(own("ann"), own("bo", "ann"))).toBe(false);
  expect(isMet(own("bo", "eve"), own("cy", "eve"))).toBe(false);
  expect(isMet(own("bo", "eve"), own("cy"))).toBe(true);
  // Ann could be either of the two, who are still two people.
  expect(isMet(own("ann", "bo", "cy"), own("bo"), own("cy"))).toBe(true);
});

test("an approval never displaces two other people's approvals, for any number of ties", () => {
  const many: PersonApproval[] = Array.from({ length: 40 }, (_, n) => ({
    ...{ by: `per_${n}`, inPlaceOf: `per_${n}`, alsoBy: [`admin_${n % 20}`] },
  }));
  const places = Array.from({ length: 6 }, () => ({ ids: new Set(many.map(({ by }) => by)) }));
  expect(placesTaken(places, many)).toBe(6);
  expect(placesTaken(places, [...many.slice(0, 3), ...many.slice(20, 23)])).toBe(3);
  expect(areOne({ by: "a", inPlaceOf: "a" }, { by: "a", inPlaceOf: "b" })).toBe(false);
});
