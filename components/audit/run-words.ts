import type { AuditEventType } from "#lib/audit/event-types";
import { eventWords } from "./event-words.ts";

/** The words for a run of events, of the types that come in runs. */
const runs: Partial<Record<AuditEventType, string>> = {
  "request.allowed": "auto-approved requests",
  "request.blocked": "blocked requests",
  "request.pending": "requests that needed approval",
  "request.cancelled": "cancelled requests",
  "request.expired": "expired requests",
  "request.approval_voided": "voided approvals",
  "grant.redeemed": "redeemed grants",
  "grant.refused": "rejected redemptions",
  "grant.expired": "expired grants",
  "grant.revoked": "revoked grants",
  "agent.refused": "rejected calls",
  "session.started": "sign-ins",
  "session.refused": "rejected sign-ins",
  "execution.reported": "reported outcomes",
};

/** "25 auto-approved requests", or "changed agent labels 3 times", after the actor's name. */
export function runWords(type: string, data: Record<string, unknown>, count: number): string {
  const noun = Object.hasOwn(runs, type) ? runs[type as AuditEventType] : undefined;
  return noun ? `${count} ${noun}` : `${eventWords(type, data)} ${count} times`;
}
