import { sql } from "drizzle-orm";
import { index, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";
import { bytea } from "./bytes.ts";
import { personRef } from "./directory.ts";

/** The keys that identify this workspace to push services (VAPID, RFC 8292), sealed. */
export const vapidKeys = pgTable(
  "vapid_keys",
  {
    /** base64url of the public key, an uncompressed point of P-256, for browsers. */
    publicKey: text("public_key").primaryKey(),
    privateSealed: bytea("private_sealed").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    /** When new subscriptions stopped; null for the current key. */
    retiredAt: timestamp("retired_at", { withTimezone: true }),
  },
  (table) => [
    uniqueIndex("vapid_keys_one_current")
      .on(sql`(${table.retiredAt} is null)`)
      .where(sql`${table.retiredAt} is null`),
  ],
);

export const pushSubscriptions = pgTable(
  "push_subscriptions",
  {
    id: text().primaryKey(),
    personId: personRef("person_id"),
    /** A capability URL at the browser's push service: never logged, never sent to a page. */
    endpoint: text().notNull().unique(),
    /** The browser's public key, base64url (RFC 8291). */
    p256dh: text().notNull(),
    /** The browser's authentication secret (RFC 8291), sealed. */
    authSealed: bytea("auth_sealed").notNull(),
    /** A push service accepts only messages signed with this key. */
    vapidKey: text("vapid_key")
      .notNull()
      .references(() => vapidKeys.publicKey),
    deviceName: text("device_name").notNull(),
    /**
     * The session that subscribed or refreshed last. No reference: a session expires after hours,
     * and the subscription stays until the person signs out.
     */
    sessionHash: text("session_hash").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    lastDeliveredAt: timestamp("last_delivered_at", { withTimezone: true }),
  },
  (table) => [index("push_subscriptions_person").on(table.personId)],
);
