import { jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { people } from "./directory.ts";

/**
 * What a person chooses channels for. `routine`: read-only and write actions. `financial`: spending.
 * `critical`: production, destructive and unclassified actions. `account`: everything else.
 */
export type NotificationClass = "routine" | "financial" | "critical" | "account";
export type PersonalChannel = "web_push" | "mail" | "slack";
export type Digest = "off" | "hourly" | "daily";
export type WhenAway = "delegate" | "both";

/** A person's choices; a person without a row has the defaults of lib/notifications/preferences. */
export const notificationPreferences = pgTable("notification_preferences", {
  personId: text("person_id")
    .primaryKey()
    .references(() => people.id),
  /** The channels of each class of notification. */
  channels: jsonb().$type<Record<NotificationClass, PersonalChannel[]>>().notNull(),
  /** IANA name. */
  timeZone: text("time_zone").notNull(),
  /** Local times, `HH:MM`; both null: no quiet hours. */
  quietFrom: text("quiet_from"),
  quietUntil: text("quiet_until"),
  /** The classes that quiet hours do not hold back. */
  quietExcept: text("quiet_except").array().$type<NotificationClass[]>().notNull(),
  /** When notifications of the class `routine` arrive: each alone, or together. */
  digest: text().$type<Digest>().notNull(),
  /** Local time of a daily digest, `HH:MM`. */
  digestAt: text("digest_at").notNull(),
  /** Who is notified while a delegate decides for this person. */
  whenAway: text("when_away").$type<WhenAway>().notNull(),
  changedAt: timestamp("changed_at", { withTimezone: true }).notNull(),
});
