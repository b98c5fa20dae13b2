import type { Transaction } from "#db/client";
import { type Actor, recordAudit } from "#lib/audit/record";
import { isRefusedFor } from "#lib/kernel/errors";
import { suspend } from "#lib/membership/offboarding/suspend-person";
import { removeSubscriptionsOf } from "#lib/notifications/web-push/remove-subscriptions";
import { lockSuspension } from "#lib/people/lock-suspension";
import { endSessionsOf } from "#lib/sessions/session";
import type { EventKind } from "./event-kinds.ts";
import type { Subject } from "./find-subject.ts";

/** Does what an alarm about a person asks for: ends sessions, or all access. */
export async function actOnPerson(
  tx: Transaction,
  { kind, subject }: { kind: EventKind; subject: Subject },
  { actor, now }: { actor: Actor; now: Date },
): Promise<void> {
  const personId = subject.id;
  const endsAccess = kind === "account-disabled" || kind === "credential-compromise";
  if (endsAccess && subject.status === "suspended") await lockSuspension(tx, { personId, actor, now });
  else if (endsAccess) await suspendOrRecord(tx, personId, { actor, now });
  // After a suspension no session is left. For the last active admin nothing more is possible.
  await endSessionsOf(tx, { personId, actor, now });
  // Also devices of expired sessions: a thief may have turned on notifications there.
  await removeSubscriptionsOf(tx, { personId, actor, now });
}

/** Suspends a person, except the last active admin: the event is then recorded as refused. */
async function suspendOrRecord(
  tx: Transaction,
  personId: string,
  { actor, now }: { actor: Actor; now: Date },
): Promise<void> {
  try {
    await suspend(tx, { personId, from: ["invited", "active"], actor, now });
  } catch (thrown) {
    if (!isRefusedFor("last_admin", thrown)) throw thrown;
    const subject = { person: personId };
    const data = { reason: "last_admin" };
    await recordAudit(tx, { type: "person.removal_refused", actor, subject, data }, now);
  }
}
