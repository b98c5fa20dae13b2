import { and, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { ssoConnections } from "#db/schema/sso";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { unlinkAccountsOf } from "#lib/sessions/linked-accounts";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { switchSsoRequirement } from "#lib/workspace/change-workspace";
import { endSsoSessions } from "../sign-out.ts";
import { noConnection } from "./connection.ts";

/**
 * Turns a connection on, or off when the provider can't be trusted, which ends every session
 * through it. The caller has obtained the actor's passkey confirmation.
 * @throws {CountersignError} `not_found`; `conflict` when nothing would change
 */
export async function switchConnection(
  db: Database,
  { actor, connectionId, enabled, now }: { actor: Viewer; connectionId: string; enabled: boolean; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
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
    await recordAudit(tx, { type, actor, subject: { sso_connection: connectionId } }, now);
    if (!enabled) await endSsoSessions(tx, { connectionId, actor, now });
  });
}

/** Removes a connection with its links and sessions. @throws {CountersignError} `not_found` */
export async function removeConnection(
  db: Database,
  { actor, connectionId, now }: { actor: Viewer; connectionId: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    const removed = await tx
      .delete(ssoConnections)
      .where(eq(ssoConnections.id, connectionId))
      .returning({ issuer: ssoConnections.issuer });
    if (!removed[0]) throw noConnection(connectionId);
    const links = await unlinkAccountsOf(tx, { connectionId });
    const data = { issuer: removed[0].issuer, links };
    const subject = { sso_connection: connectionId };
    await recordAudit(tx, { type: "sso_connection.removed", actor, subject, data }, now);
    await endSsoSessions(tx, { connectionId, actor, now });
  });
}

/**
 * Requires single sign-on, or ends the requirement. Existing sessions continue; the requirement
 * applies from the next sign-in. Admins can always sign in by passkey (recorded by `signIn`), so a
 * broken provider locks no one out permanently. The caller has obtained the actor's passkey
 * confirmation.
 * @throws {CountersignError} `not_found` when the actor is not an admin; `conflict` when the
 * setting is unchanged, or no connection is turned on.
 */
export async function setSsoRequirement(
  db: Database,
  { actor, required, now }: { actor: Viewer; required: boolean; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    if (required && (await tx.$count(ssoConnections, eq(ssoConnections.enabled, true))) === 0)
      throw new CountersignError("conflict", "no connection is enabled", {
        userMessage: "Turn on a connection and sign in with it first.",
      });
    if (!(await switchSsoRequirement(tx, required)))
      throw new CountersignError("conflict", `single sign-on is ${required ? "" : "not "}required already`, {
        userMessage: "Someone else changed this. Reload the page.",
      });
    const data = { require_sso: required };
    await recordAudit(tx, { type: "workspace.settings_changed", actor, subject: {}, data }, now);
  });
}
