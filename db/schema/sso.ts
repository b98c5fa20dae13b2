import { sql } from "drizzle-orm";
import { boolean, check, index, jsonb, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { bytea } from "./bytes.ts";
import { people, type Role } from "./directory.ts";

export interface GroupRoles {
  group: string;
  roles: Role[];
}

/** OpenID providers. `issuer` never changes: linked accounts belong to the issuer. */
export const ssoConnections = pgTable(
  "sso_connections",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    issuer: text().notNull(),
    clientId: text("client_id").notNull(),
    /** lib/crypto/seal, bound to `id`. */
    secretSealed: bytea("secret_sealed").notNull(),
    /** Beyond `openid profile email`. */
    scopes: text().array().notNull(),
    /** Lower case. The connection vouches only for addresses in these domains. */
    domains: text().array().notNull(),
    justInTime: boolean("just_in_time").notNull(),
    justInTimeRoles: text("just_in_time_roles").array().$type<Role[]>().notNull(),
    /** null: groups decide nothing. */
    groupClaim: text("group_claim"),
    groupRoles: jsonb("group_roles").$type<GroupRoles[]>().notNull(),
    enabled: boolean().notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    check(
      "sso_just_in_time_roles",
      sql`${table.justInTimeRoles} <@ array['approver', 'auditor']`, // Never admin.
    ),
  ],
);

/** A test's result: the claims as received, and the outcome of signing in. */
export interface SsoTestResult {
  claims: Record<string, unknown> | null;
  /** The outcome a sign-in would have had; `failed`: no person was identified. */
  fate: "known" | "link" | "create" | "refused" | "failed";
  /** The RefusalReason, or a sentence about the failure. */
  reason: string | null;
  personId: string | null;
  roles: Role[];
}

/** Round trips to a provider, each valid for a callback of the same browser. */
export const ssoAttempts = pgTable(
  "sso_attempts",
  {
    id: text().primaryKey(),
    connectionId: text("connection_id")
      .notNull()
      .references(() => ssoConnections.id, { onDelete: "cascade" }),
    /** SHA-256 of the protocol's `state`. */
    stateHash: text("state_hash").notNull().unique(),
    /** SHA-256 of the cookie in the beginning browser. */
    cookieHash: text("cookie_hash").notNull(),
    testerId: text("tester_id").references(() => people.id),
    /** The page to go on to. */
    next: text(),
    /** As chosen at sign-in: sessions of the same names. */
    stays: boolean().notNull().default(false),
    isApp: boolean("is_app").notNull().default(false),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    usedAt: timestamp("used_at", { withTimezone: true }),
    result: jsonb().$type<SsoTestResult>(),
  },
  (table) => [index("sso_attempts_expiry").on(table.expiresAt)],
);

/** Seen logout tokens, for as long as a replay is possible. */
export const ssoLogouts = pgTable(
  "sso_logouts",
  {
    connectionId: text("connection_id")
      .notNull()
      .references(() => ssoConnections.id, { onDelete: "cascade" }),
    jti: text().notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.jti] })],
);
