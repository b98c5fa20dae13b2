import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { people, personRef } from "./directory.ts";

/** Sources of security events about people (RFC 8935), with keys from `jwksUrl` or `jwks`. */
export const eventSources = pgTable(
  "event_sources",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    issuer: text().notNull(),
    /** Our `aud` in the source's tokens. */
    audience: text().notNull(),
    jwksUrl: text("jwks_url"),
    jwks: jsonb().$type<{ keys: Record<string, unknown>[] }>(),
    /** Whether the source's events freeze all agents. */
    mayFreeze: boolean("may_freeze").notNull().default(false),
    createdBy: personRef("created_by"),
    /** The responsible admin: the registering admin, until someone takes responsibility. */
    responsibleAdminId: personRef("responsible_admin"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    revokedAt: timestamp("revoked_at", { withTimezone: true }),
  },
  (table) => [
    uniqueIndex("event_sources_issuer").on(table.issuer).where(sql`${table.revokedAt} is null`),
    check("event_sources_keys", sql`num_nonnulls(${table.jwksUrl}, ${table.jwks}) = 1`),
  ],
);

/** Accepted tokens: the primary key refuses a replay. */
export const signals = pgTable(
  "signals",
  {
    eventSourceId: text("event_source_id")
      .notNull()
      .references(() => eventSources.id),
    jti: text().notNull(),
    /** SHA-256 of the token: tells a repeated delivery from another token with the same `jti`. */
    tokenHash: text("token_hash").notNull(),
    /**
     * The token's events by our names; `other` for events without a meaning here, and
     * `agents-compromise-refused` for a freeze that was refused because the event was too old.
     */
    events: text().array().notNull(),
    /** The person the event was about; null for a subject unknown here. */
    personId: text("person_id").references(() => people.id),
    receivedAt: timestamp("received_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.eventSourceId, table.jti] }),
    index("signals_received").on(table.receivedAt),
  ],
);
