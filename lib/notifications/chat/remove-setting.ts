import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { chatIdentities, chatSettings } from "#db/schema/chat";
import { recordAudit } from "#lib/audit/record";
import { lockActingAdmin } from "#lib/people/admins";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { settingChanged } from "./save-setting.ts";

/**
 * Removes a bot token or a webhook with its secret. Messages that wait for it are not sent.
 * @throws {CountersignError} `not_found` when the actor is not an admin; `conflict` when the setting
 * was replaced or removed
 */
export async function removeSetting(
  db: Database,
  { actor, settingId, now }: { actor: Viewer; settingId: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    await lockActingAdmin(tx, actor);
    const [removed] = await tx
      .delete(chatSettings)
      .where(eq(chatSettings.id, settingId))
      .returning({ kind: chatSettings.kind });
    if (!removed) throw settingChanged(settingId);
    if (removed.kind === "slack_bot") await tx.delete(chatIdentities);
    const by = { type: "person" as const, id: actor.personId };
    const subject = { chat_setting: settingId };
    await recordAudit(tx, { type: "chat_setting.removed", actor: by, subject, data: removed }, now);
  });
}
