import type { Capacity } from "#db/schema/requests";
import type { EligibleApprovers } from "./eligible-approvers.ts";
import { fills, type Place, type Voice } from "./places-taken.ts";
import { isEscalated, placesOf, tally } from "./requirements-met.ts";

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
  const heard = new Set(validApprovals.map(({ inPlaceOf }) => inPlaceOf));
  const count = (voices: Voice[]) =>
    tally(requirements, parts, voices, now).taken.reduce((sum, taken) => sum + taken, 0);
  const before = count(validApprovals);
  return voicesOf(eligible, personId)
    .map((voice) => ({
      voice,
      seat: seatFor(eligible, voice, now),
      gain: count([...validApprovals, voice]) - before,
    }))
    .flatMap(({ voice, seat, gain }) =>
      // A delegate has already decided for the absent person: a second voice for that person adds
      // nothing.
      seat && (gain > 0 || !heard.has(voice.inPlaceOf)) ? [{ seat, gain }] : [],
    )
    .sort((a, b) => b.gain - a.gain)
    .map(({ seat }) => seat);
}

/** Whether a person is entitled at all, regardless of decisions by the person's delegates. */
export function isEntitled(eligible: EligibleApprovers, personId: string, now: Date): boolean {
  return voicesOf(eligible, personId).some((voice) => seatFor(eligible, voice, now) !== undefined);
}

/** Every person who may decide now and has not decided yet. */
export function decidersNow(eligible: EligibleApprovers, now: Date): string[] {
  const { approvers, decidedIds } = eligible;
  return [...approvers.keys()].filter(
    (id) => !decidedIds.has(id) && capacitiesOf(eligible, id, now).length > 0,
  );
}

/** The people in whose places a person may decide: the person first. */
export function voicesOf({ approvers, delegations }: EligibleApprovers, personId: string): Voice[] {
  if (!approvers.has(personId)) return [];
  const away = delegations.filter(({ delegateId }) => delegateId === personId);
  return [personId, ...new Set(away.map((delegation) => delegation.personId))].map((inPlaceOf) => ({
    by: personId,
    inPlaceOf,
  }));
}

function seatFor(eligible: EligibleApprovers, voice: Voice, now: Date): DecidingCapacity | undefined {
  const { requirements, parts } = eligible;
  const places = requirements.flatMap((requirement) => placesOf(requirement, parts, now));
  if (!places.some((place: Place) => fills(place, voice))) return;
  if (voice.inPlaceOf !== voice.by) return { capacity: "delegate", onBehalfOf: voice.inPlaceOf };
  return { capacity: ownCapacity(eligible, voice.by, now), onBehalfOf: undefined };
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
