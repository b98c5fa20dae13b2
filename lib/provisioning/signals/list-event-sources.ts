import { desc, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";
import { eventSources, signals } from "#db/schema/signals";
import { type ResponsibleAdmin, responsibleAdminColumns } from "#lib/people/responsible-admin";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

export interface EventSourceView {
  id: string;
  name: string;
  issuer: string;
  audience: string;
  /** undefined: pasted keys. */
  jwksUrl: string | null;
  createdAt: Date;
  revokedAt: Date | null;
  /** When the last token arrived. */
  lastSignalAt: Date | null;
  responsibleAdmin: ResponsibleAdmin;
}

export interface SignalView {
  jti: string;
  eventSource: string;
  events: string[];
  person: { id: string; name: string } | null;
  receivedAt: Date;
}

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
      id: eventSources.id,
      name: eventSources.name,
      issuer: eventSources.issuer,
      audience: eventSources.audience,
      jwksUrl: eventSources.jwksUrl,
      createdAt: eventSources.createdAt,
      revokedAt: eventSources.revokedAt,
      lastSignalAt: lastSignalAt.mapWith(signals.receivedAt),
      responsibleAdmin: responsibleAdminColumns,
    })
    .from(eventSources)
    .innerJoin(people, eq(people.id, eventSources.responsibleAdminId))
    .orderBy(desc(eventSources.id));
}

/** The latest security events, for admins. @throws {CountersignError} `not_found` */
export async function listSignals(db: Database, { viewer }: { viewer: Viewer }): Promise<SignalView[]> {
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
