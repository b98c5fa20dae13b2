import { and, eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { signals } from "#db/schema/signals";
import { tryAgainWhenBusy } from "#db/try-again";
import { type Actor, recordAudit } from "#lib/audit/record";
import { endSessionsOf } from "#lib/auth/session";
import { tokenHash } from "#lib/digest";
import { suspend } from "#lib/directory/suspend-person";
import { CountersignError } from "#lib/errors";
import { type EventKind, eventKind } from "./event-kinds.ts";
import { findSubject, type Subject } from "./find-subject.ts";
import { holdSuspension } from "./hold-suspension.ts";
import { signalFault } from "./signal-fault.ts";
import { type Delivery, type VerifiedSignal, verifySignal } from "./verify-signal.ts";

interface Happening {
  kind: EventKind;
  subject: Subject | undefined;
}

/**
 * Takes in a security event token and does what it tells of, as if it had happened here, in one transaction and once: the same token again does
 * nothing and is answered as before (RFC 8935, section 2), another one under its `jti` is refused.
 * @throws {CountersignError} as `verifySignal`
 */
export async function receiveSignal(db: Database, delivery: Delivery): Promise<void> {
  const { token, now } = delivery;
  const signal = await verifySignal(db, delivery);
  const actor: Actor = { type: "system", id: `signal:${signal.transmitter.id}` };
  const takeIn = async (tx: Transaction) => {
    const happenings = await read(tx, signal);
    if (!(await keep(tx, signal, { hash: tokenHash(token), happenings, now }))) return;
    await recordReceipt(tx, signal, { happenings, actor, now });
    for (const happening of happenings) await act(tx, happening, { actor, now });
  };
  await tryAgainWhenBusy(() => db.transaction(takeIn));
}

async function read(tx: Transaction, { claims, transmitter }: VerifiedSignal): Promise<Happening[]> {
  const happenings: Happening[] = [];
  for (const [uri, event] of Object.entries(claims.events)) {
    const identifier = claims.sub_id ?? event.subject;
    const subject = await findSubject(tx, { issuer: transmitter.issuer, identifier });
    happenings.push({ kind: eventKind(uri), subject });
  }
  return happenings;
}

/** @returns false when this very token was taken in before. @throws {CountersignError} when another one had its `jti` */
async function keep(
  tx: Transaction,
  { claims: { jti }, transmitter }: VerifiedSignal,
  { hash, happenings, now }: { hash: string; happenings: Happening[]; now: Date },
): Promise<boolean> {
  // The primary key decides, whatever the number of deliveries at once.
  const kept = await tx
    .insert(signals)
    .values({
      transmitterId: transmitter.id,
      jti,
      tokenHash: hash,
      events: happenings.map(({ kind }) => kind),
      personId: happenings.find(({ subject }) => subject)?.subject?.id,
      receivedAt: now,
    })
    .onConflictDoNothing()
    .returning({ jti: signals.jti });
  if (kept.length > 0) return true;
  const [before] = await tx
    .select({ tokenHash: signals.tokenHash })
    .from(signals)
    .where(and(eq(signals.transmitterId, transmitter.id), eq(signals.jti, jti)));
  if (before?.tokenHash === hash) return false;
  throw signalFault("invalid_request", "Another token had this jti.");
}

async function recordReceipt(
  tx: Transaction,
  { transmitter }: VerifiedSignal,
  { happenings, actor, now }: { happenings: Happening[]; actor: Actor; now: Date },
): Promise<void> {
  for (const { kind, subject } of happenings) {
    const about = { transmitter: transmitter.id, person: subject?.id };
    await recordAudit(tx, { type: "signal.received", actor, subject: about, data: { event: kind } }, now);
  }
}

async function act(
  tx: Transaction,
  { kind, subject }: Happening,
  { actor, now }: { actor: Actor; now: Date },
): Promise<void> {
  if (!subject || kind === "other" || kind === "verification") return;
  const personId = subject.id;
  const endsStanding = kind === "account-disabled" || kind === "credential-compromise";
  if (endsStanding && subject.status === "suspended") await holdSuspension(tx, { personId, actor, now });
  else if (endsStanding) await suspendOrRecord(tx, personId, { actor, now });
  // After a suspension there are none left. For the last active admin this is what can be done.
  await endSessionsOf(tx, { personId, actor, now });
}

/** Suspends somebody, except the last active admin: that it was wanted is then on record, for the admin and auditors to see. */
async function suspendOrRecord(
  tx: Transaction,
  personId: string,
  { actor, now }: { actor: Actor; now: Date },
): Promise<void> {
  try {
    await suspend(tx, { personId, from: ["invited", "active"], actor, now });
  } catch (thrown) {
    if (!(thrown instanceof CountersignError) || thrown.details.reason !== "last_admin") throw thrown;
    const subject = { person: personId };
    const data = { reason: "last_admin" };
    await recordAudit(tx, { type: "person.removal_refused", actor, subject, data }, now);
  }
}
