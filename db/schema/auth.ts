import { sql } from "drizzle-orm";
import {
  boolean,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { personRef } from "./directory.ts";

/**
 * Sessions of browsers and terminals, as rows for revocation. `sessionToken` is the SHA-256 of the cookie's
 * value; for a terminal, it has a beginning that no SHA-256 has (lib/sessions/terminals.ts).
 */
export const sessions = pgTable(
  "sessions",
  {
    sessionToken: text("session_token").primaryKey(),
    userId: personRef("user_id"),
    expires: timestamp({ withTimezone: true, mode: "date" }).notNull(),
    /** The session's connection; null after a passkey. No reference: both end together. */
    ssoConnectionId: text("sso_connection_id"),
    /** The provider's session ID (`sid`), by which the provider ends our session. */
    ssoSid: text("sso_sid"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    lastUsedAt: timestamp("last_used_at", { withTimezone: true }).notNull().defaultNow(),
    /** From the browser's user agent, such as "Chrome on Android"; null if unknown. */
    deviceName: text("device_name"),
    /** Whether the person signed in from the installed app. */
    isApp: boolean("is_app").notNull().default(false),
    /** Whether the session lasts as long as phone sessions, from its last use. */
    isDevice: boolean("is_device").notNull().default(false),
    /** The browser session that a terminal's session, or the code for one, ends with. No reference: it is looked up. */
    terminalOf: text("terminal_of"),
  },
  (table) => [
    index("sessions_user").on(table.userId),
    index("sessions_sso").on(table.ssoConnectionId).where(sql`${table.ssoConnectionId} is not null`),
  ],
);

/** Links to identity providers, in the shape the @auth/core adapter expects. */
export const accounts = pgTable(
  "accounts",
  {
    userId: personRef("user_id"),
    type: text().notNull(),
    provider: text().notNull(),
    providerAccountId: text("provider_account_id").notNull(),
    refresh_token: text(),
    access_token: text(),
    expires_at: integer(),
    token_type: text(),
    scope: text(),
    id_token: text(),
    session_state: text(),
  },
  (table) => [
    primaryKey({ columns: [table.provider, table.providerAccountId] }),
    // One account of a provider for each person: a second account is never linked.
    uniqueIndex("accounts_person").on(table.userId, table.provider),
  ],
);
