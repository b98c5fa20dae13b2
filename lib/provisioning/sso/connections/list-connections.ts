import { asc, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { accounts } from "#db/schema/auth";
import { ssoConnections } from "#db/schema/sso";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { noConnection, type ShownConnection, shownColumns } from "./connection.ts";

export interface ConnectionView extends ShownConnection {
  createdAt: Date;
  linkCount: number;
}

const columns = { ...shownColumns, createdAt: ssoConnections.createdAt };

/** All connections, by name, for admins. @throws {CountersignError} `not_found` */
export async function listConnections(
  db: Database,
  { viewer }: { viewer: Viewer },
): Promise<ConnectionView[]> {
  requireRole(viewer, "admin");
  return select(db);
}

/** A connection, for admins. @throws {CountersignError} `not_found` */
export async function findConnectionView(
  db: Database,
  { viewer, connectionId }: { viewer: Viewer; connectionId: string },
): Promise<ConnectionView> {
  requireRole(viewer, "admin");
  const [connection] = await select(db, connectionId);
  if (!connection) throw noConnection(connectionId);
  return connection;
}

/** The enabled connections by name, for the public sign-in page. */
export async function listSignInConnections(db: Database): Promise<{ id: string; name: string }[]> {
  return db
    .select({ id: ssoConnections.id, name: ssoConnections.name })
    .from(ssoConnections)
    .where(eq(ssoConnections.enabled, true))
    .orderBy(asc(ssoConnections.name), asc(ssoConnections.id));
}

function select(db: Database, id?: string): Promise<ConnectionView[]> {
  return db
    .select({ ...columns, linkCount: db.$count(accounts, eq(accounts.provider, ssoConnections.id)) })
    .from(ssoConnections)
    .where(id === undefined ? undefined : eq(ssoConnections.id, id))
    .orderBy(asc(ssoConnections.name), asc(ssoConnections.id));
}
