import type { Capacity } from "#db/schema/requests";
import type { EligibleApprovers } from "../eligible-approvers.ts";
import { fills, type PersonApproval, type Place, placesTaken } from "./places-taken.ts";
import { isEscalated, placesOf } from "./requirements-met.ts";

/** The capacity in which a person decides; for a delegate also the absent person. */
export interface DecidingCapacity {
  capacity: Exclude<Capacity, "break_glass">;
  onBehalfOf: string | undefined;
}

/**
 * The capacities in which a person may decide a request (invariant 3), the most helpful first;
 * empty when the person may not decide. Only this function defines entitlement. A delegation is not
 * transitive.
 */
export function capacitiesOf(eligible: EligibleApprovers, personId: string, now: Date): DecidingCapacity[] {
  return capacitiesAt(eligible, now)(personId);
}

// The places are the same for each person, and building them takes as long as a group has members.
function capacitiesAt(eligible: EligibleApprovers, now: Date): (personId: string) => DecidingCapacity[] {
  const { validApprovals } = eligible;
  const places = placesAt(eligible, now);
  const represented = new Set(validApprovals.map(({ inPlaceOf }) => inPlaceOf));
  const count = (approvals: PersonApproval[]) =>
    places.reduce((sum, each) => sum + placesTaken(each, approvals), 0);
  const before = count(validApprovals);
  return (personId) =>
    possibleApprovals(eligible, personId)
      .map((approval) => ({
        approval,
        capacity: capacityFor(eligible, approval, { places, now }),
        gain: count([...validApprovals, approval]) - before,
      }))
      .flatMap(({ approval, capacity, gain }) =>
        // After the delegate's approval for the absent person, a second one adds nothing.
        capacity && (gain > 0 || !represented.has(approval.inPlaceOf)) ? [{ capacity, gain }] : [],
      )
      .sort((a, b) => b.gain - a.gain)
      .map(({ capacity }) => capacity);
}

/** The places of each requirement, in order. */
function placesAt({ requirements, parts }: EligibleApprovers, now: Date): Place[][] {
  return requirements.map((requirement) => placesOf(requirement, parts, now));
}

/** Whether a person is entitled, regardless of decisions by the person's delegates. */
export function isEntitled(eligible: EligibleApprovers, personId: string, now: Date): boolean {
  const places = placesAt(eligible, now);
  return possibleApprovals(eligible, personId).some(
    (approval) => capacityFor(eligible, approval, { places, now }) !== undefined,
  );
}

/** Every person who may decide now and has not decided yet. */
export function decidersNow(eligible: EligibleApprovers, now: Date): string[] {
  const { approvers, decidedIds } = eligible;
  const capacitiesNow = capacitiesAt(eligible, now);
  return [...approvers.keys()].filter((id) => !decidedIds.has(id) && capacitiesNow(id).length > 0);
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
  { places, now }: { places: Place[][]; now: Date },
): DecidingCapacity | undefined {
  if (!places.flat().some((place) => fills(place, approval))) return;
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
