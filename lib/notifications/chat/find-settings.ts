import { eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { type ChatKind, chatSettings } from "#db/schema/chat";
import { people } from "#db/schema/directory";
import { type MasterSecret, unseal } from "#lib/crypto/seal";
import { addSeconds } from "#lib/kernel/clock";
import { type DeliveryView, listDeliveries } from "#lib/notifications/deliveries/list-deliveries";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { channelOf, toChannel, toPerson } from "./text.ts";

export type SettingView = Awaited<ReturnType<typeof readSettings>>[number];

/** The configured chat services, by kind. For admins. */
export async function listSettings(
  db: Database,
  { viewer }: { viewer: Viewer },
): Promise<Map<ChatKind, SettingView>> {
  requireRole(viewer, "admin");
  return new Map((await readSettings(db)).map((row) => [row.kind, row]));
}

function readSettings(db: Database) {
  const { kind, id, host, endsWith, changedAt } = chatSettings;
  return db
    .select({ kind, id, host, endsWith, changedBy: people.name, changedAt })
    .from(chatSettings)
    .innerJoin(people, eq(people.id, chatSettings.changedBy));
}

/** The last message of a day by the bot to the viewer, or to a webhook's channel. For admins. */
export async function findLastMessage(
  db: Database,
  { viewer, kind, id, now }: { viewer: Viewer; kind: ChatKind; id: string; now: Date },
): Promise<DeliveryView | undefined> {
  requireRole(viewer, "admin");
  const { destination } = kind === "slack_bot" ? toPerson(viewer.personId) : toChannel(id);
  const since = addSeconds(now, -24 * 3600);
  const [last] = await listDeliveries(db, { channel: channelOf[kind], destination, most: 1, since });
  return last;
}

/** Whether the workspace has a Slack bot, which can write to people. */
export async function isSlackConfigured(db: Database): Promise<boolean> {
  return (await findSettingId(db, "slack_bot")) !== undefined;
}

/** The ID of the current setting of a kind. */
export async function findSettingId(db: Database | Transaction, kind: ChatKind): Promise<string | undefined> {
  const [row] = await db
    .select({ id: chatSettings.id })
    .from(chatSettings)
    .where(eq(chatSettings.kind, kind));
  return row?.id;
}

/** The current setting with its secret, for one attempt. */
export async function openSetting(
  db: Database,
  kind: ChatKind,
  masterSecret: MasterSecret,
): Promise<{ id: string; secret: string } | undefined> {
  const { id, secretSealed } = chatSettings;
  const [row] = await db.select({ id, secretSealed }).from(chatSettings).where(eq(chatSettings.kind, kind));
  if (!row) return undefined;
  const secret = unseal(masterSecret, "chat-secret", row.id, row.secretSealed);
  return { id: row.id, secret: Buffer.from(secret).toString() };
}
