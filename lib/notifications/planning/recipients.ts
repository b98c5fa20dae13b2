import { capacitiesOf, type DecidingCapacity, possibleApprovals } from "#lib/approvals/counting/capacities";
import { tally } from "#lib/approvals/counting/requirements-met";
import type { EligibleApprovers } from "#lib/approvals/eligible-approvers";
import { addSeconds } from "#lib/kernel/clock";
import type { Requirement } from "#lib/policy/language/requirement";

export interface Recipients {
  /** Notified of a new request: owner and group members, or delegates. */
  first: string[];
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

/** A later notification about a pending request, written to the outbox in advance. */
export interface Scheduled {
  kind: "request_escalated" | "request_reminder" | "request_last_call";
  dueAt: Date;
}

/** A shorter request has no reminder, or no last call. */
const shortestSeconds = { reminder: 10 * 60, lastCall: 20 * 60 } as const;
const lastCallSeconds = { least: 5 * 60, most: 24 * 3600 } as const;

/**
 * Reminders at half time and when a tenth is left, between five minutes and a day. Backup approvers
 * are notified when the rule lets them decide, at half time without such a rule.
 */
export function scheduleOf(request: {
  createdAt: Date;
  expiresAt: Date;
  requirements: readonly Requirement[];
}): Scheduled[] {
  const { createdAt, expiresAt, requirements } = request;
  const seconds = (expiresAt.getTime() - createdAt.getTime()) / 1000;
  const half = addSeconds(createdAt, Math.floor(seconds / 2));
  const lastCall = Math.min(Math.max(seconds / 10, lastCallSeconds.least), lastCallSeconds.most);
  const escalations = new Set(
    requirements.map(({ escalateAfterSeconds }) =>
      escalateAfterSeconds === undefined
        ? half.getTime()
        : addSeconds(createdAt, escalateAfterSeconds).getTime(),
    ),
  );
  return [
    ...[...escalations].map((at) => ({ kind: "request_escalated" as const, dueAt: new Date(at) })),
    ...(seconds >= shortestSeconds.reminder ? [{ kind: "request_reminder" as const, dueAt: half }] : []),
    ...(seconds >= shortestSeconds.lastCall
      ? [{ kind: "request_last_call" as const, dueAt: addSeconds(expiresAt, -Math.round(lastCall)) }]
      : []),
  ].filter(({ dueAt }) => dueAt < expiresAt);
}
