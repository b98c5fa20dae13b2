import { and, eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { eventSources, signals } from "#db/schema/signals";
import { type Actor, recordAudit, recordAudits } from "#lib/audit/record";
import { announce } from "#lib/notices/announce";
import type { EventKind } from "./event-kinds.ts";
import type { Finding } from "./find-subject.ts";
import type { VerifiedSignal } from "./verify-signal.ts";

export interface Happening extends Finding {
  kind: EventKind;
}

/** Why a token, or its freeze, was refused. */
export type Refusal = FreezeRefusal | "jti_used";
export type FreezeRefusal = "freeze_not_allowed" | "before_registration" | "before_release";

/** Whether a token is new, the `same` as an earlier token, or different with the same `jti`. */
type Novelty = "new" | "same" | "other";

export async function insertSignal(
  tx: Transaction,
  signal: VerifiedSignal,
  { hash, happenings, refused, now }: { hash: string; happenings: Happening[]; refused: boolean; now: Date },
): Promise<Novelty> {
  const { claims, eventSource } = signal;
  const before = await findHash(tx, signal);
  if (before !== undefined) return before === hash ? "same" : "other";
  // The primary key decides among concurrent deliveries.
  const inserted = await tx
    .insert(signals)
    .values({
      eventSourceId: eventSource.id,
      jti: claims.jti,
      tokenHash: hash,
      events: happenings.map(({ kind }) =>
        refused && kind === "agents-compromise" ? `${kind}-refused` : kind,
      ),
      personId: happenings.find(({ subject }) => subject)?.subject?.id,
      receivedAt: now,
    })
    .onConflictDoNothing()
    .returning({ jti: signals.jti });
  if (inserted.length > 0) return "new";
  return (await findHash(tx, signal)) === hash ? "same" : "other";
}

/** The hash of an earlier token with this `jti`, also under an earlier registration of the issuer. */
export async function findHash(
  tx: Transaction,
  { claims: { jti }, eventSource: { issuer } }: VerifiedSignal,
): Promise<string | undefined> {
  const [before] = await tx
    .select({ tokenHash: signals.tokenHash })
    .from(signals)
    .innerJoin(eventSources, eq(eventSources.id, signals.eventSourceId))
    .where(and(eq(eventSources.issuer, issuer), eq(signals.jti, jti)))
    .limit(1);
  return before?.tokenHash;
}

export async function recordRefusal(
  tx: Transaction,
  { eventSource }: VerifiedSignal,
  { code, actor, now }: { code: Refusal; actor: Actor; now: Date },
): Promise<void> {
  const subject = { event_source: eventSource.id };
  await recordAudit(tx, { type: "signal.refused", actor, subject, data: { code } }, now);
}

export async function recordReceipt(
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
export async function recordAmbiguous(
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
