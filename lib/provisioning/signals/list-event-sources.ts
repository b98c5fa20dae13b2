import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { people } from "#db/schema/directory";
import { eventSources, signals } from "#db/schema/signals";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { type ResponsibleAdmin, responsibleAdminColumns } from "#lib/people/responsible-admin";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

const columns = {
  ...columnsOf(eventSources, "id", "name", "issuer", "audience"),
  ...columnsOf(eventSources, "jwksUrl", "mayFreeze", "createdAt", "revokedAt"),
};

/** Without `jwksUrl`, the keys are pasted. */
export interface EventSourceView extends Pick<typeof eventSources.$inferSelect, keyof typeof columns> {
  lastSignalAt: Date | null;
  responsibleAdmin: ResponsibleAdmin;
}

export type SignalView = Awaited<ReturnType<typeof listSignals>>[number];

const shownSignals = 20;

/** All event sources, newest first, for admins. @throws {CountersignError} `not_found` */
export async function listEventSources(
  db: Database,
  { viewer }: { viewer: Viewer },
): Promise<EventSourceView[]> {
  requireRole(viewer, "admin");
  const lastSignalAt = sql`(select max(${signals.receivedAt}) from ${signals} where ${signals.eventSourceId} = ${eventSources.id})`;
  return db
    .select({
      ...columns,
      lastSignalAt: lastSignalAt.mapWith(signals.receivedAt),
      responsibleAdmin: responsibleAdminColumns,
    })
    .from(eventSources)
    .innerJoin(people, eq(people.id, eventSources.responsibleAdminId))
    .orderBy(desc(eventSources.id));
}

/** The latest security events, for admins. @throws {CountersignError} `not_found` */
export async function listSignals(db: Database, { viewer }: { viewer: Viewer }) {
  requireRole(viewer, "admin");
  return db
    .select({
      jti: signals.jti,
      eventSource: eventSources.name,
      events: signals.events,
      person: { id: people.id, name: people.name },
      receivedAt: signals.receivedAt,
    })
    .from(signals)
    .innerJoin(eventSources, eq(eventSources.id, signals.eventSourceId))
    .leftJoin(people, eq(people.id, signals.personId))
    .orderBy(desc(signals.receivedAt))
    .limit(shownSignals);
}

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
    const subject = { event_source: eventSourceId };
    await recordAudit(tx, { type: "event_source.revoked", actor, subject }, now);
  });
}
