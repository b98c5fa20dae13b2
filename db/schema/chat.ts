import { pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { bytea } from "./bytes.ts";
import { people } from "./directory.ts";

/** What an admin sets up: a bot that writes to people, and webhooks that post to one channel. */
export type ChatKind = "slack_bot" | "slack_webhook" | "teams_webhook";

/** The workspace's chat services, one of each kind at most. */
export const chatSettings = pgTable("chat_settings", {
  kind: text().$type<ChatKind>().primaryKey(),
  /** Another one for each saved secret: a message that was meant for an earlier place is not sent. */
  id: text().notNull().unique(),
  /** The bot token, or the whole URL of a webhook. lib/crypto/seal, bound to `id`. */
  secretSealed: bytea("secret_sealed").notNull(),
  host: text().notNull(),
  /** The last four characters of the secret, by which an admin recognizes it. */
  endsWith: text("ends_with").notNull(),
  changedBy: text("changed_by")
    .notNull()
    .references(() => people.id),
  changedAt: timestamp("changed_at", { withTimezone: true }).notNull(),
});

/** Which Slack member has a person's email address, as Slack answered. */
export const chatIdentities = pgTable("chat_identities", {
  personId: text("person_id")
    .primaryKey()
    .references(() => people.id),
  /** The bot's setting: member IDs belong to one Slack workspace. */
  settingId: text("setting_id").notNull(),
  /** The address that was looked up. Another address of the person is looked up again. */
  email: text().notNull(),
  /** null: no member has the address. */
  slackUserId: text("slack_user_id"),
  lookedUpAt: timestamp("looked_up_at", { withTimezone: true }).notNull(),
});
