import { capacitiesOf, type DecidingCapacity, possibleApprovals } from "#lib/approvals/counting/capacities";
import { tally } from "#lib/approvals/counting/requirements-met";
import type { EligibleApprovers } from "#lib/approvals/eligible-approvers";

export interface Recipients {
  /** Notified of a new request: owner and group members, or delegates. */
  first: string[];
  /** Backup approvers, notified at the escalation. */
  backups: string[];
}

/**
 * Who can decide a request at a moment and has not, in the order in which people are notified. A
 * person whose delegate decides for them is away, and is left out unless they chose otherwise. A
 * delegation that the person never agreed to takes no notification from them.
 * @param isNotifiedWhenAway whether a person wants notifications while a delegate decides for them
 */
export function recipientsOf(
  eligible: EligibleApprovers,
  { now, isNotifiedWhenAway }: { now: Date; isNotifiedWhenAway: (personId: string) => boolean },
): Recipients {
  const away = new Set(
    eligible.delegations.filter(({ isConfirmed }) => isConfirmed).map(({ personId }) => personId),
  );
  const recipients: Recipients = { first: [], backups: [] };
  for (const personId of eligible.approvers.keys()) {
    if (eligible.decidedIds.has(personId)) continue;
    if (away.has(personId) && !isNotifiedWhenAway(personId)) continue;
    const capacities = capacitiesOf(eligible, personId, now);
    if (capacities.length === 0) continue;
    const isBackup = capacities.every((as) => isBackupCapacity(eligible, as));
    recipients[isBackup ? "backups" : "first"].push(personId);
  }
  return recipients;
}

/** Whether these people, with the approvals so far, are enough. */
export function areEnough(eligible: EligibleApprovers, personIds: string[], now: Date): boolean {
  const { requirements, parts, validApprovals } = eligible;
  const possible = personIds.flatMap((personId) => possibleApprovals(eligible, personId));
  return tally(requirements, parts, [...validApprovals, ...possible], now).isMet;
}

function isBackupCapacity({ parts }: EligibleApprovers, { capacity, onBehalfOf }: DecidingCapacity): boolean {
  if (capacity === "backup") return true;
  if (onBehalfOf === undefined || onBehalfOf === parts.ownerId) return false;
  const isMember = [...parts.members.values()].some((members) => members.includes(onBehalfOf));
  return !isMember && parts.backupIds.includes(onBehalfOf);
}
