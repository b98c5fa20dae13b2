import type { Capacity } from "#db/schema/requests";
import type { EligibleApprovers } from "./eligible-approvers.ts";
import { fills, type PersonApproval, type Place } from "./places/places-taken.ts";
import { isEscalated, placesOf, tally } from "./places/requirements-met.ts";

/**
 * The capacity in which a person may decide a request, and for a delegate the person they decide
 * for.
 */
export interface DecidingCapacity {
  capacity: Exclude<Capacity, "break_glass">;
  onBehalfOf: string | undefined;
}

/**
 * The capacities in which a person may decide a request at a moment (invariant 3), the most helpful
 * first, then the person's own name; empty when the person may not decide. Only this function
 * defines entitlement. A delegation is not transitive: a delegate does not decide for the
 * delegators of a delegator.
 */
export function capacitiesOf(eligible: EligibleApprovers, personId: string, now: Date): DecidingCapacity[] {
  const { requirements, parts, validApprovals } = eligible;
  const represented = new Set(validApprovals.map(({ inPlaceOf }) => inPlaceOf));
  const count = (approvals: PersonApproval[]) =>
    tally(requirements, parts, approvals, now).taken.reduce((sum, taken) => sum + taken, 0);
  const before = count(validApprovals);
  return possibleApprovals(eligible, personId)
    .map((approval) => ({
      approval,
      capacity: capacityFor(eligible, approval, now),
      gain: count([...validApprovals, approval]) - before,
    }))
    .flatMap(({ approval, capacity, gain }) =>
      // A delegate has already decided for the absent person: a second approval for that person adds
      // nothing.
      capacity && (gain > 0 || !represented.has(approval.inPlaceOf)) ? [{ capacity, gain }] : [],
    )
    .sort((a, b) => b.gain - a.gain)
    .map(({ capacity }) => capacity);
}

/** Whether a person is entitled at all, regardless of decisions by the person's delegates. */
export function isEntitled(eligible: EligibleApprovers, personId: string, now: Date): boolean {
  return possibleApprovals(eligible, personId).some(
    (approval) => capacityFor(eligible, approval, now) !== undefined,
  );
}

/** Every person who may decide now and has not decided yet. */
export function decidersNow(eligible: EligibleApprovers, now: Date): string[] {
  const { approvers, decidedIds } = eligible;
  return [...approvers.keys()].filter(
    (id) => !decidedIds.has(id) && capacitiesOf(eligible, id, now).length > 0,
  );
}

/** The approvals a person could give: for the person first, then for each delegator. */
export function possibleApprovals(
  { approvers, delegations }: EligibleApprovers,
  personId: string,
): PersonApproval[] {
  if (!approvers.has(personId)) return [];
  const covering = delegations.filter(({ delegateId }) => delegateId === personId);
  return [personId, ...new Set(covering.map((delegation) => delegation.personId))].map((inPlaceOf) => ({
    by: personId,
    inPlaceOf,
  }));
}

function capacityFor(
  eligible: EligibleApprovers,
  approval: PersonApproval,
  now: Date,
): DecidingCapacity | undefined {
  const { requirements, parts } = eligible;
  const places = requirements.flatMap((requirement) => placesOf(requirement, parts, now));
  if (!places.some((place: Place) => fills(place, approval))) return;
  if (approval.inPlaceOf !== approval.by) return { capacity: "delegate", onBehalfOf: approval.inPlaceOf };
  return { capacity: ownCapacity(eligible, approval.by, now), onBehalfOf: undefined };
}

function ownCapacity(
  { requirements, parts }: EligibleApprovers,
  personId: string,
  now: Date,
): DecidingCapacity["capacity"] {
  if (personId === parts.ownerId) return "owner";
  const asBackup = requirements.some(
    (requirement) =>
      requirement.approvers.kind === "owner_or_backups" ||
      (requirement.approvers.kind !== "group" && isEscalated(requirement, parts.askedAt, now)),
  );
  return asBackup && parts.backupIds.includes(personId) ? "backup" : "group";
}
