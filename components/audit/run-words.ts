import type { AuditEventType } from "#lib/audit/event-types";
import { eventWords, type WordedEvent } from "./event-words.ts";

/** The words for a run of events, of the types that come in runs; `#` is the number of events. */
const runs: Partial<Record<AuditEventType, string>> = {
  "request.allowed": "sent # auto-approved requests",
  "request.blocked": "sent # blocked requests",
  "request.pending": "sent # requests that needed approval",
  "request.cancelled": "cancelled # requests",
  "request.expired": "marked # requests as expired",
  "request.approval_voided": "voided # approvals",
  "grant.redeemed": "redeemed # grants",
  "grant.refused": "had # redemptions rejected",
  "grant.revoked": "revoked # grants",
  "agent.refused": "had # calls rejected",
  "session.started": "signed in # times",
  "session.refused": "rejected # sign-ins",
  "execution.reported": "reported # outcomes of actions",
};

/** "cancelled 3 requests", or "changed agent labels 3 times", after the actor's name. */
export function runWords(event: WordedEvent, count: number): string {
  const { type } = event;
  const words = Object.hasOwn(runs, type) ? runs[type as AuditEventType] : undefined;
  return words ? words.replace("#", String(count)) : `${eventWords(event)} ${count} times`;
}
