import type { Requirement } from "#lib/policy/language/requirement";
import { type PersonApproval, type Place, placesTaken } from "./places-taken.ts";

/** The people behind a requirement's terms (owner, backups, a group), by ID. */
export interface Parts {
  ownerId: string;
  backupIds: readonly string[];
  /** The members of each group that a requirement names; a missing group has no members. */
  members: ReadonlyMap<string, readonly string[]>;
  askedAt: Date;
}

/** How far requirements are met. `taken` and `places` have one number per requirement, in order. */
export interface Tally {
  isMet: boolean;
  taken: number[];
  places: number[];
  /** The largest number of distinct people that a single requirement lacks. */
  missing: number;
}

/** Counts approvals: one person's approval counts at most once towards each requirement. */
export function tally(
  requirements: readonly Requirement[],
  parts: Parts,
  approvals: readonly PersonApproval[],
  now: Date,
): Tally {
  const places = requirements.map((requirement) => placesOf(requirement, parts, now));
  const taken = places.map((each) => placesTaken(each, approvals));
  const missing = Math.max(0, ...places.map((each, index) => each.length - (taken[index] ?? 0)));
  return { isMet: missing === 0, taken, places: places.map((each) => each.length), missing };
}

/** The places of a requirement at a moment, one for each required person. */
export function placesOf(
  requirement: Requirement,
  { ownerId, backupIds, members, askedAt }: Parts,
  now: Date,
): Place[] {
  const { approvers, approvals } = requirement;
  const ownersPlace = {
    ids: new Set(isEscalated(requirement, askedAt, now) ? [ownerId, ...backupIds] : [ownerId]),
  };
  switch (approvers.kind) {
    case "owner":
      return repeated(ownersPlace, approvals);
    case "owner_or_backups":
      return repeated({ ids: new Set([ownerId, ...backupIds]) }, approvals);
    case "owner_and_group":
      // The owner never fills another person's place, in any capacity.
      return [ownersPlace, ...repeated(without(ownerId, members.get(approvers.group)), approvals - 1)];
    case "group": {
      const all = members.get(approvers.group);
      return repeated(approvers.ownerExcluded ? without(ownerId, all) : { ids: new Set(all) }, approvals);
    }
  }
}

/** Whether backup approvers may decide in the owner's place by now. */
export function isEscalated({ escalateAfterSeconds }: Requirement, askedAt: Date, now: Date): boolean {
  return (
    escalateAfterSeconds !== undefined && now.getTime() >= askedAt.getTime() + escalateAfterSeconds * 1000
  );
}

// Excludes the owner's own approval, a delegate's for the owner, and the owner's for a member.
function without(ownerId: string, ids: readonly string[] = []): Place {
  return { ids: new Set(ids.filter((id) => id !== ownerId)), notBy: ownerId };
}

function repeated(place: Place, times: number): Place[] {
  return Array.from({ length: times }, () => place);
}
