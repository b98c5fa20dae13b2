import type { Database } from "#db/client";
import { mailSettings } from "#db/schema/mail";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { lockActingAdmin } from "#lib/people/admins";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

/**
 * Removes the mail server and its password. The caller has obtained the actor's passkey
 * confirmation.
 * @throws {CountersignError} `not_found` for others, or without a mail server
 */
export async function removeMailSettings(
  db: Database,
  { actor, now }: { actor: Viewer; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    await lockActingAdmin(tx, actor);
    const { host, port } = mailSettings;
    const [removed] = await tx.delete(mailSettings).returning({ host, port });
    if (!removed)
      throw new CountersignError("not_found", "there are no mail settings", {
        userMessage: "Email isn't set up. Reload the page.",
      });
    const data = { server_before: `${removed.host}:${removed.port}` };
    await recordAudit(tx, { type: "mail_settings.removed", actor, subject: {}, data }, now);
  });
}
