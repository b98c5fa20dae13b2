import { pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { bytea } from "./bytes.ts";
import { people, personRef } from "./directory.ts";

/** A bot that writes to people, and webhooks that post to one channel. */
export type ChatKind = "slack_bot" | "slack_webhook" | "teams_webhook";

export const chatSettings = pgTable("chat_settings", {
  kind: text().$type<ChatKind>().primaryKey(),
  /** New for each saved secret: messages for an earlier place are not sent. */
  id: text().notNull().unique(),
  /** The bot token, or the whole URL of a webhook. lib/crypto/seal, bound to `id`. */
  secretSealed: bytea("secret_sealed").notNull(),
  host: text().notNull(),
  /** The secret's last four characters, for admins to recognize. */
  endsWith: text("ends_with").notNull(),
  changedBy: personRef("changed_by"),
  changedAt: timestamp("changed_at", { withTimezone: true }).notNull(),
});

export const chatIdentities = pgTable("chat_identities", {
  personId: text("person_id")
    .primaryKey()
    .references(() => people.id),
  /** The bot's setting: member IDs belong to one Slack workspace. */
  settingId: text("setting_id").notNull(),
  /** The looked-up address. A changed address is looked up again. */
  email: text().notNull(),
  /** null: no member has the address. */
  slackUserId: text("slack_user_id"),
  lookedUpAt: timestamp("looked_up_at", { withTimezone: true }).notNull(),
});
