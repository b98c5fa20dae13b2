import { and, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { ssoConnections } from "#db/schema/sso";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { endSsoSessions } from "../end-sso-sessions.ts";

/**
 * Turns a connection on or off. Turning a connection off ends every session through it: an admin
 * does so because the provider cannot be trusted at the moment. The caller has obtained the actor's
 * passkey confirmation.
 * @throws {CountersignError} `not_found`; `conflict` when nothing would change.
 */
export async function switchConnection(
  db: Database,
  { actor, connectionId, enabled, now }: { actor: Viewer; connectionId: string; enabled: boolean; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  const by = { type: "person" as const, id: actor.personId };
  await db.transaction(async (tx) => {
    const switched = await tx
      .update(ssoConnections)
      .set({ enabled })
      .where(and(eq(ssoConnections.id, connectionId), eq(ssoConnections.enabled, !enabled)))
      .returning({ id: ssoConnections.id });
    if (switched.length === 0) {
      throw new CountersignError("conflict", `${connectionId} is gone, or switched so already`, {
        userMessage: "Someone else changed or removed this connection. Reload the page.",
      });
    }
    const type = enabled ? ("sso_connection.enabled" as const) : ("sso_connection.disabled" as const);
    await recordAudit(tx, { type, actor: by, subject: { sso_connection: connectionId } }, now);
    if (!enabled) await endSsoSessions(tx, { connectionId, actor: by, now });
  });
}
