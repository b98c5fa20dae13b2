import type { Capacity } from "#db/schema/requests";
import { approvalsFrom, namedApprovers } from "#lib/policy/explanation/requirement-words";
import type { Requirement } from "#lib/policy/language/requirement";
import { possibleApprovals } from "./counting/capacities.ts";
import { fills, type PersonApproval, placesTaken } from "./counting/places-taken.ts";
import { placesOf, tally } from "./counting/requirements-met.ts";
import type { EligibleApprovers } from "./eligible-approvers.ts";

/** A person who may decide a request, now or before the deadline. */
export interface Decider {
  id: string;
  name: string;
  capacity: Exclude<Capacity, "break_glass">;
  /** For a delegate: who is away, and until when. */
  onBehalfOf: { id: string; name: string; until: Date } | null;
  /** From when on, for a backup approver who may not decide yet. */
  from: Date | null;
  hasDecided: boolean;
}

/** A requirement of a request, and the people who can meet it. */
export interface RequirementView {
  /** "2 approvals from members of Finance". */
  words: string;
  group: { id: string; name: string } | null;
  approvals: number;
  given: number;
  deciders: Decider[];
}

const deletedGroup = "a deleted group";

/** A request's requirements and possible deciders, the owner first, then by name. */
export function listDeciders(eligible: EligibleApprovers, now: Date): RequirementView[] {
  const { requirements, parts, validApprovals, groupNames } = eligible;
  const { taken } = tally(requirements, parts, validApprovals, now);
  return requirements.map((requirement, index) => {
    const { approvers, approvals } = requirement;
    const group = "group" in approvers ? approvers.group : undefined;
    return {
      words: approvalsFrom(namedApprovers(approvers, groupNames, deletedGroup), approvals),
      group: group === undefined ? null : { id: group, name: groupNames.get(group) ?? deletedGroup },
      approvals,
      given: taken[index] ?? 0,
      deciders: decidersOf(eligible, requirement, now),
    };
  });
}

function decidersOf(eligible: EligibleApprovers, requirement: Requirement, now: Date): Decider[] {
  const { approvers, parts, expiresAt } = eligible;
  const [placesNow, placesThen] = [now, expiresAt].map((at) => placesOf(requirement, parts, at));
  const found: Decider[] = [];
  for (const [id, name] of approvers) {
    // A person who decides in their own name is listed once.
    const approval = possibleApprovals(eligible, id).find((each) =>
      placesThen?.some((place) => fills(place, each)),
    );
    if (!approval) continue;
    const mayNow = placesNow?.some((place) => fills(place, approval));
    found.push({
      id,
      name,
      capacity: capacityIn(eligible, requirement, approval),
      onBehalfOf: approval.inPlaceOf === id ? null : representedPerson(eligible, approval),
      from: mayNow
        ? null
        : new Date(parts.askedAt.getTime() + (requirement.escalateAfterSeconds ?? 0) * 1000),
      hasDecided: eligible.decidedIds.has(id),
    });
  }
  return found.sort(
    (a, b) => rank(a, parts.ownerId) - rank(b, parts.ownerId) || a.name.localeCompare(b.name),
  );
}

function capacityIn(
  { parts }: EligibleApprovers,
  requirement: Requirement,
  { by, inPlaceOf }: PersonApproval,
): Decider["capacity"] {
  if (by !== inPlaceOf) return "delegate";
  if (by === parts.ownerId) return "owner";
  const { kind } = requirement.approvers;
  if (kind === "owner_or_backups" || kind === "owner") return "backup";
  return "group" in requirement.approvers && parts.members.get(requirement.approvers.group)?.includes(by)
    ? "group"
    : "backup";
}

function representedPerson({ approvers, delegations }: EligibleApprovers, { by, inPlaceOf }: PersonApproval) {
  const ends = delegations
    .filter(({ personId, delegateId }) => personId === inPlaceOf && delegateId === by)
    .map(({ endsAt }) => endsAt.getTime());
  return { id: inPlaceOf, name: approvers.get(inPlaceOf) ?? inPlaceOf, until: new Date(Math.max(...ends)) };
}

function rank({ id, onBehalfOf }: Decider, ownerId: string): number {
  if (id === ownerId) return 0;
  return onBehalfOf?.id === ownerId ? 1 : 2;
}

/** Whether too few people are left, even if everyone approves before the deadline. */
export function isQuorumImpossible(eligible: EligibleApprovers): boolean {
  const { requirements, parts, validApprovals, approvers, decidedIds, expiresAt } = eligible;
  const left = [...approvers.keys()].filter((id) => !decidedIds.has(id));
  // An unconfirmed passkey may be confirmed before the deadline: no tie makes anything impossible.
  const given = validApprovals.map(({ by, inPlaceOf }) => ({ by, inPlaceOf }));
  const approvals = [...given, ...left.flatMap((id) => possibleApprovals(eligible, id))];
  return requirements.some((requirement) => {
    const places = placesOf(requirement, parts, expiresAt);
    // One person can't fill two places, nor two people the same place.
    return Math.min(placesTaken(places, approvals), placesTaken(places, approvals, "by")) < places.length;
  });
}
