import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { ssoConnections } from "#db/schema/sso";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { switchSsoRequirement } from "#lib/workspace/change-workspace";

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
    const by = { type: "person" as const, id: actor.personId };
    const data = { require_sso: required };
    await recordAudit(tx, { type: "workspace.settings_changed", actor: by, subject: {}, data }, now);
  });
}
