import { and, eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { eventSources, signals } from "#db/schema/signals";
import { tryAgainWhenBusy } from "#db/try-again";
import { type Actor, recordAudit, recordAudits } from "#lib/audit/record";
import { tokenHash } from "#lib/kernel/digest";
import { freezeForEvent } from "#lib/lifecycle/freeze-agents";
import { announce } from "#lib/notices/announce";
import { actOnPerson } from "./act-on-person.ts";
import { type EventKind, eventKind } from "./event-kinds.ts";
import { type Finding, findSubject } from "./find-subject.ts";
import { type Delivery, signalFault, type VerifiedSignal, verifySignal } from "./verify-signal.ts";

interface Happening extends Finding {
  kind: EventKind;
}

/**
 * Receives a security event token and applies its events, as if they had happened here, in one
 * transaction and once. The same token again gets the same answer and changes nothing, since
 * sources may send a token twice and expect the same answer (RFC 8935, section 2); another token
 * with its `jti` is refused, on the record.
 * @throws {CountersignError} as `verifySignal`
 */
export async function receiveSignal(db: Database, delivery: Delivery): Promise<void> {
  const { token, now } = delivery;
  const signal = await verifySignal(db, delivery);
  const actor: Actor = { type: "system", id: `signal:${signal.eventSource.id}` };
  const takeIn = async (tx: Transaction) => {
    const happenings = await read(tx, signal);
    const freezes = happenings.some(({ kind }) => kind === "agents-compromise");
    if (freezes && !signal.eventSource.mayFreeze) {
      await recordRefusal(tx, signal, { code: "freeze_not_allowed", actor, now });
      return "forbidden";
    }
    const novelty = await insertSignal(tx, signal, { hash: tokenHash(token), happenings, now });
    if (novelty === "other") await recordRefusal(tx, signal, { code: "jti_used", actor, now });
    if (novelty !== "new") return novelty;
    if (freezes) await freezeFor(tx, signal, { actor, now });
    await recordReceipt(tx, signal, { happenings, actor, now });
    await recordAmbiguous(tx, signal, { happenings: happenings.filter(isAlarm), actor, now });
    for (const { kind, subject } of happenings)
      if (subject && isAlarm({ kind })) await actOnPerson(tx, { kind, subject }, { actor, now });
    return novelty;
  };
  // Thrown when the record is safe.
  const outcome = await tryAgainWhenBusy(() => db.transaction(takeIn));
  if (outcome === "forbidden")
    throw signalFault("access_denied", "This event source isn't allowed to freeze agents.");
  if (outcome === "other")
    throw signalFault("invalid_request", "This jti was already used by a different token.");
}

/** Before the locks of people: every decision locks the head of the policy first. */
async function freezeFor(
  tx: Transaction,
  signal: VerifiedSignal,
  { actor, now }: { actor: Actor; now: Date },
): Promise<void> {
  const { jti, iat } = signal.claims;
  const event = { actor, eventSourceId: signal.eventSource.id, jti, issuedAt: new Date(iat * 1000), now };
  if (!(await freezeForEvent(tx, event)))
    await recordRefusal(tx, signal, { code: "before_release", actor, now });
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

/** Whether a token is new, the `same` as an earlier token, or different with the same `jti`. */
type Novelty = "new" | "same" | "other";

async function insertSignal(
  tx: Transaction,
  { claims: { jti }, eventSource }: VerifiedSignal,
  { hash, happenings, now }: { hash: string; happenings: Happening[]; now: Date },
): Promise<Novelty> {
  const before = await hashUnder(tx, eventSource.issuer, jti);
  if (before !== undefined) return before === hash ? "same" : "other";
  // The primary key decides among concurrent deliveries.
  const inserted = await tx
    .insert(signals)
    .values({
      eventSourceId: eventSource.id,
      jti,
      tokenHash: hash,
      events: happenings.map(({ kind }) => kind),
      personId: happenings.find(({ subject }) => subject)?.subject?.id,
      receivedAt: now,
    })
    .onConflictDoNothing()
    .returning({ jti: signals.jti });
  if (inserted.length > 0) return "new";
  return (await hashUnder(tx, eventSource.issuer, jti)) === hash ? "same" : "other";
}

/** The hash of an earlier token with this `jti`, also under an earlier registration of the issuer. */
async function hashUnder(tx: Transaction, issuer: string, jti: string): Promise<string | undefined> {
  const [before] = await tx
    .select({ tokenHash: signals.tokenHash })
    .from(signals)
    .innerJoin(eventSources, eq(eventSources.id, signals.eventSourceId))
    .where(and(eq(eventSources.issuer, issuer), eq(signals.jti, jti)))
    .limit(1);
  return before?.tokenHash;
}

async function recordRefusal(
  tx: Transaction,
  { eventSource }: VerifiedSignal,
  { code, actor, now }: { code: string; actor: Actor; now: Date },
): Promise<void> {
  const subject = { event_source: eventSource.id };
  await recordAudit(tx, { type: "signal.refused", actor, subject, data: { code } }, now);
}

async function recordReceipt(
  tx: Transaction,
  { eventSource }: VerifiedSignal,
  { happenings, actor, now }: { happenings: Happening[]; actor: Actor; now: Date },
): Promise<void> {
  for (const { kind, subject } of happenings) {
    const about = { event_source: eventSource.id, person: subject?.id };
    await recordAudit(tx, { type: "signal.received", actor, subject: about, data: { event: kind } }, now);
  }
}

/** Records the people who match an alarm, if several, and notifies the admins: nothing was changed. */
async function recordAmbiguous(
  tx: Transaction,
  { eventSource }: VerifiedSignal,
  { happenings, actor, now }: { happenings: Happening[]; actor: Actor; now: Date },
): Promise<void> {
  const facts = happenings.flatMap(({ kind, candidates }) =>
    candidates.map((person) => ({
      type: "signal.ambiguous" as const,
      actor,
      subject: { event_source: eventSource.id, person },
      data: { event: kind },
    })),
  );
  if (facts.length === 0) return;
  await recordAudits(tx, facts, now);
  await announce(tx, { kind: "signal_ambiguous", now });
}

function isAlarm({ kind }: Pick<Happening, "kind">): boolean {
  return kind !== "other" && kind !== "verification";
}
