import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";
import { bytea } from "./bytes.ts";

/** A grant that expires unused stays `issued` (lib/voiding/open-grant.ts). */
export type StoredGrantState = "issued" | "redeemed" | "revoked";
/** The state of a grant at a moment (lib/grants/grant-state-at.ts). */
export type GrantState = StoredGrantState | "expired";

/**
 * Grants without the credential: Ed25519 is deterministic (RFC 8032 section 5.1.6), so signing the
 * stored claims with the stored key ID yields the same JWT.
 */
export const grants = pgTable(
  "grants",
  {
    id: text().primaryKey(),
    // No foreign key: its check, planned while `requests` is empty, reads the table for every
    // grant. The statement that issues a grant inserts or locks its request, and a trigger refuses
    // to delete requests.
    requestId: text("request_id").notNull().unique(),
    agentId: text("agent_id").notNull(),
    ownerId: text("owner_id").notNull(),
    ownerEpoch: integer("owner_epoch").notNull(),
    /** `policy_head.freeze_epoch` when the grant was issued. */
    freezeEpoch: integer("freeze_epoch").notNull().default(0),
    /** The database that issued the grant. No other redeems it: `database_fence()`. */
    fence: text().notNull().default(sql`database_fence()`),
    actionDigest: text("action_digest").notNull(),
    kid: text().notNull(),
    /** The JWT's payload as signed. */
    claims: text().notNull(),
    state: text().$type<StoredGrantState>().notNull(),
    issuedAt: timestamp("issued_at", { withTimezone: true }).notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    closedAt: timestamp("closed_at", { withTimezone: true }),
    redeemedBy: text("redeemed_by"),
  },
  (table) => [
    // An agent's redeemable grants (lib/voiding/open-grant.ts).
    index("grants_issued_agent").on(table.agentId, table.expiresAt).where(sql`${table.state} = 'issued'`),
    // The same of all agents, and grants that expired unused (lib/coverage/unused-grants.ts). A query
    // has to name `redeemed_by` to use the index, so that the planner doesn't use it for one agent.
    index("grants_unredeemed_expiry")
      .on(table.expiresAt)
      .where(sql`${table.state} = 'issued' and ${table.redeemedBy} is null`),
    check("grants_state", sql`${table.state} in ('issued', 'redeemed', 'revoked')`),
  ],
);

/** Our Ed25519 signing keys, sealed under a key derived from COUNTERSIGN_SECRET. */
export const signingKeys = pgTable(
  "signing_keys",
  {
    kid: text().primaryKey(),
    publicJwk: jsonb("public_jwk").$type<{ kty: "OKP"; crv: "Ed25519"; x: string }>().notNull(),
    privateSealed: bytea("private_sealed").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    /** When the key stopped signing; null for the current key. */
    retiredAt: timestamp("retired_at", { withTimezone: true }),
  },
  (table) => [
    uniqueIndex("signing_keys_one_current")
      .on(sql`(${table.retiredAt} is null)`)
      .where(sql`${table.retiredAt} is null`),
  ],
);
