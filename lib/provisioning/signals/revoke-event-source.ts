import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "#db/client";
import { eventSources } from "#db/schema/signals";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

/** Revokes an event source. For admins. @throws {CountersignError} `not_found`, also if revoked */
export async function revokeEventSource(
  db: Database,
  { actor, eventSourceId, now }: { actor: Viewer; eventSourceId: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    const revoked = await tx
      .update(eventSources)
      .set({ revokedAt: now })
      .where(and(eq(eventSources.id, eventSourceId), isNull(eventSources.revokedAt)))
      .returning({ id: eventSources.id });
    if (revoked.length === 0) {
      throw new CountersignError("not_found", "no active event source with this id", {
        userMessage: "This event source was already revoked. Reload the page.",
      });
    }
    const by = { type: "person" as const, id: actor.personId };
    const subject = { event_source: eventSourceId };
    await recordAudit(tx, { type: "event_source.revoked", actor: by, subject }, now);
  });
}
