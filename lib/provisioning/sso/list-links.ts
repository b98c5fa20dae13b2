import { asc, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { accounts } from "#db/schema/auth";
import { ssoConnections } from "#db/schema/sso";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

/** A person's linked connections, for admins and auditors. @throws {CountersignError} `not_found` */
export async function listLinks(
  db: Database,
  { viewer, personId }: { viewer: Viewer; personId: string },
): Promise<{ connectionId: string; name: string }[]> {
  requireRole(viewer, "admin", "auditor");
  return db
    .select({ connectionId: ssoConnections.id, name: ssoConnections.name })
    .from(accounts)
    .innerJoin(ssoConnections, eq(ssoConnections.id, accounts.provider))
    .where(eq(accounts.userId, personId))
    .orderBy(asc(ssoConnections.name), asc(ssoConnections.id));
}
