import { and, eq, isNull, ne } from "drizzle-orm";
import type { Database } from "#db/client";
import { signalTransmitters } from "#db/schema/signals";
import { recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { holdActingAdmin } from "#lib/directory/hold-acting-admin";
import { CountersignError } from "#lib/errors";

/**
 * Makes an admin the one who answers for a transmitter of security events, in place of whoever did. Nothing else about it changes. Call it with the
 * actor's passkey confirmed.
 * @throws {CountersignError} `not_found`, also for one that is over; `conflict` when they answer for it already
 */
export async function answerForTransmitter(
  db: Database,
  { actor, transmitterId, now }: { actor: Viewer; transmitterId: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  const { personId } = actor;
  await db.transaction(async (tx) => {
    await holdActingAdmin(tx, actor);
    const [before] = await tx
      .select({ answeredBy: signalTransmitters.answeredBy })
      .from(signalTransmitters)
      .where(and(eq(signalTransmitters.id, transmitterId), isNull(signalTransmitters.revokedAt)))
      .for("update");
    if (!before) throw over();
    const taken = await tx
      .update(signalTransmitters)
      .set({ answeredBy: personId })
      .where(and(eq(signalTransmitters.id, transmitterId), ne(signalTransmitters.answeredBy, personId)))
      .returning({ id: signalTransmitters.id });
    if (taken.length === 0) throw theirs();
    const by = { type: "person" as const, id: personId };
    const data = { from: before.answeredBy, to: personId };
    await recordAudit(
      tx,
      { type: "transmitter.answered", actor: by, subject: { transmitter: transmitterId }, data },
      now,
    );
  });
}

function over(): CountersignError {
  return new CountersignError("not_found", "no transmitter of this id to answer for", {
    userMessage: "This transmitter is over. Reload the page to see how things stand.",
  });
}

function theirs(): CountersignError {
  return new CountersignError("conflict", "they answer for it already", {
    userMessage: "You answer for this transmitter already. Reload the page.",
  });
}
