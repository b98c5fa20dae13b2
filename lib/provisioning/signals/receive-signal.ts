import { and, eq, isNull } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { eventSources } from "#db/schema/signals";
import { tryAgainWhenBusy } from "#db/try-again";
import type { Actor } from "#lib/audit/record";
import { tokenHash } from "#lib/kernel/digest";
import { freezeForEvent } from "#lib/lifecycle/freeze-agents";
import { actOnPerson } from "./act-on-person.ts";
import { type EventKind, eventKind } from "./event-kinds.ts";
import { findSubject } from "./find-subject.ts";
import {
  type FreezeRefusal,
  findHash,
  type Happening,
  insertSignal,
  recordAmbiguous,
  recordReceipt,
  recordRefusal,
} from "./record-signal.ts";
import {
  type Delivery,
  issuerUnknown,
  signalFault,
  type VerifiedSignal,
  verifySignal,
} from "./verify-signal.ts";

/**
 * Receives a security event token and applies its events once, as if they had happened here. A freeze has
 * a transaction of its own, before the events about people: it waits for no person's lock, and no failure
 * about a person undoes it. The same token again gets the same answer and changes nothing, since sources
 * may send a token twice and expect the same answer (RFC 8935, section 2); another token with its `jti` is
 * refused, on the record.
 * @throws {CountersignError} as `verifySignal`
 */
export async function receiveSignal(db: Database, delivery: Delivery): Promise<void> {
  const { token, now } = delivery;
  const signal = await verifySignal(db, delivery);
  const by = { actor: { type: "system" as const, id: `signal:${signal.eventSource.id}` }, now };
  const inTransaction = <T>(run: (tx: Transaction) => Promise<T>) =>
    tryAgainWhenBusy(() =>
      db.transaction(async (tx) => {
        await lockSource(tx, signal);
        return run(tx);
      }),
    );
  const freezes = Object.keys(signal.claims.events).some((uri) => eventKind(uri) === "agents-compromise");
  const refusal = freezes ? await inTransaction((tx) => freezeFor(tx, signal, by)) : undefined;
  const outcome = await inTransaction(async (tx) => {
    if (refusal === "freeze_not_allowed") {
      await recordRefusal(tx, signal, { code: refusal, ...by });
      return "forbidden";
    }
    const happenings = await read(tx, signal);
    const stored = { hash: tokenHash(token), happenings, refused: refusal !== undefined, now };
    const novelty = await insertSignal(tx, signal, stored);
    if (novelty === "other") await recordRefusal(tx, signal, { code: "jti_used", ...by });
    if (novelty !== "new") return novelty;
    if (refusal) await recordRefusal(tx, signal, { code: refusal, ...by });
    await recordReceipt(tx, signal, { happenings, ...by });
    await recordAmbiguous(tx, signal, { happenings: happenings.filter(isAlarm), ...by });
    for (const { kind, subject } of happenings)
      if (subject && isAlarm({ kind })) await actOnPerson(tx, { kind, subject }, by);
    return novelty;
  });
  // Thrown when the record is safe.
  if (outcome === "forbidden")
    throw signalFault("access_denied", "This event source isn't allowed to freeze agents.");
  if (outcome === "other")
    throw signalFault("invalid_request", "This jti was already used by a different token.");
}

/** A revocation of the source waits until the transaction ends: none of its events applies after that. */
async function lockSource(tx: Transaction, { eventSource: { id } }: VerifiedSignal): Promise<void> {
  const isInUse = and(eq(eventSources.id, id), isNull(eventSources.revokedAt));
  const [source] = await tx.select({ id: eventSources.id }).from(eventSources).where(isInUse).for("share");
  if (!source) throw issuerUnknown();
}

/**
 * Freezes for a token that is new. A token from before the registration may be one that was refused
 * because the source wasn't allowed to freeze.
 */
async function freezeFor(
  tx: Transaction,
  signal: VerifiedSignal,
  by: { actor: Actor; now: Date },
): Promise<FreezeRefusal | undefined> {
  const { id: eventSourceId, mayFreeze, createdAt } = signal.eventSource;
  const { jti, iat } = signal.claims;
  const issuedAt = new Date(iat * 1000);
  if (!mayFreeze) return "freeze_not_allowed";
  if (issuedAt <= createdAt) return "before_registration";
  if ((await findHash(tx, signal)) !== undefined) return undefined;
  const isFrozen = await freezeForEvent(tx, { ...by, eventSourceId, jti, issuedAt });
  return isFrozen ? undefined : "before_release";
}

async function read(tx: Transaction, { claims, eventSource }: VerifiedSignal): Promise<Happening[]> {
  const happenings: Happening[] = [];
  for (const [uri, event] of Object.entries(claims.events)) {
    const kind = eventKind(uri);
    // An event about all agents has a subject too (SSF 1.0), which is no person.
    const identifier = kind === "agents-compromise" ? undefined : (claims.sub_id ?? event.subject);
    happenings.push({ kind, ...(await findSubject(tx, { issuer: eventSource.issuer, identifier })) });
  }
  return happenings;
}

function isAlarm({ kind }: { kind: EventKind }): boolean {
  return kind !== "other" && kind !== "verification";
}
