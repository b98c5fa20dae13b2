import { addSeconds } from "#lib/kernel/clock";
import type { Requirement } from "#lib/policy/language/requirement";

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
