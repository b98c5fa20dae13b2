import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { ssoConnections } from "#db/schema/sso";
import { recordAudit } from "#lib/audit/record";
import { unlinkAccountsOf } from "#lib/sessions/linked-accounts";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { endSsoSessions } from "../end-sso-sessions.ts";
import { noConnection } from "./no-connection.ts";

/**
 * Removes a connection with all its links, and ends every session through the connection. People
 * stay. The caller has obtained the actor's passkey confirmation.
 * @throws {CountersignError} `not_found`
 */
export async function removeConnection(
  db: Database,
  { actor, connectionId, now }: { actor: Viewer; connectionId: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  const by = { type: "person" as const, id: actor.personId };
  await db.transaction(async (tx) => {
    const removed = await tx
      .delete(ssoConnections)
      .where(eq(ssoConnections.id, connectionId))
      .returning({ issuer: ssoConnections.issuer });
    if (!removed[0]) throw noConnection(connectionId);
    const links = await unlinkAccountsOf(tx, { connectionId });
    const data = { issuer: removed[0].issuer, links };
    const subject = { sso_connection: connectionId };
    await recordAudit(tx, { type: "sso_connection.removed", actor: by, subject, data }, now);
    await endSsoSessions(tx, { connectionId, actor: by, now });
  });
}
