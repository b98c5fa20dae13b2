import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { type ChatKind, chatSettings } from "#db/schema/chat";
import { limitSending, queueTest } from "#lib/notifications/deliveries/insert-deliveries";
import { lockActingAdmin } from "#lib/people/admins";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { settingChanged } from "./change-setting.ts";
import { channelOf, toChannel, toPerson } from "./text.ts";

/**
 * Queues a test message: from the bot to the acting admin, or to the webhook's channel. The place
 * was confirmed with a passkey before.
 * @throws {CountersignError} `not_found` when the actor is not an admin; `rate_limited`; `conflict`
 * when nothing is set up
 */
export async function sendTest(
  db: Database,
  { actor, kind, now }: { actor: Viewer; kind: ChatKind; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  await limitSending(db, actor.personId, now);
  await db.transaction(async (tx) => {
    await lockActingAdmin(tx, actor);
    const { id } = chatSettings;
    const [setting] = await tx.select({ id }).from(chatSettings).where(eq(chatSettings.kind, kind));
    if (!setting) throw settingChanged(kind);
    const to = kind === "slack_bot" ? toPerson(actor.personId) : toChannel(setting.id);
    await queueTest(tx, { channel: channelOf[kind], to, now });
  });
}
