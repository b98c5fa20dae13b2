import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, timestamp, unique, uniqueIndex } from "drizzle-orm/pg-core";
import { agents } from "./agents.ts";
import { bytea } from "./bytes.ts";
import { people } from "./directory.ts";

export type RequestState =
  | "allowed"
  | "blocked"
  | "pending"
  | "approved"
  | "denied"
  | "expired"
  | "cancelled";
/** Why a request ended other than by a decision on it. */
export type CloseReason =
  | "by_agent"
  | "blocked_by_policy"
  | "owner_changed"
  | "agent_revoked"
  | "key_revoked"
  | "timed_out";

export const requests = pgTable(
  "requests",
  {
    id: text().primaryKey(),
    agentId: text("agent_id")
      .notNull()
      .references(() => agents.id),
    /** The key that signed the ask: a grant's `cnf` names it. */
    agentKeyId: text("agent_key_id").notNull(),
    webhookId: text("webhook_id").notNull(),
    /** SHA-256 of the raw body: tells a retry from a different ask under the same webhook-id (invariant 12). */
    bodyHash: bytea("body_hash").notNull(),
    state: text().$type<RequestState>().notNull(),
    closeReason: text("close_reason").$type<CloseReason>(),
    /** JCS of {type, resource?, params, audience?}: kept as text, so that numbers stay as they were written. */
    action: text().notNull(),
    actionType: text("action_type").notNull(),
    actionDigest: text("action_digest").notNull(),
    /** The agent's own words: untrusted. */
    reason: text(),
    /** JSON the agent attached: untrusted. */
    context: text(),
    ownerId: text("owner_id").notNull(),
    ownerEpoch: integer("owner_epoch").notNull(),
    policyVersion: integer("policy_version").notNull(),
    /** Ids of the rules of `policyVersion` that decided; empty when the default did. */
    ruleIds: text("rule_ids").array().notNull(),
    approvalsRequired: integer("approvals_required").notNull(),
    approvalsGiven: integer("approvals_given").notNull().default(0),
    grantTtlSeconds: integer("grant_ttl_seconds").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    closedAt: timestamp("closed_at", { withTimezone: true }),
  },
  (table) => [
    unique("requests_idempotency").on(table.agentId, table.webhookId),
    index("requests_agent").on(table.agentId, table.id),
    index("requests_pending").on(table.expiresAt).where(sql`${table.state} = 'pending'`),
    index("requests_pending_agent").on(table.agentId, table.expiresAt).where(sql`${table.state} = 'pending'`),
    // What people decided on, among the many that policy allowed by itself.
    index("requests_stepped_up")
      .on(table.agentId, table.id)
      .where(sql`${table.state} not in ('allowed', 'blocked')`),
    check(
      "requests_state",
      sql`${table.state} in ('allowed', 'blocked', 'pending', 'approved', 'denied', 'expired', 'cancelled')`,
    ),
    check(
      "requests_quorum",
      sql`${table.state} <> 'approved' or ${table.approvalsGiven} >= ${table.approvalsRequired}`,
    ),
  ],
);

/** Decisions, with the evidence anyone can verify later. A person decides a request once. */
export const approvals = pgTable(
  "approvals",
  {
    id: text().primaryKey(),
    requestId: text("request_id")
      .notNull()
      .references(() => requests.id),
    personId: text("person_id")
      .notNull()
      .references(() => people.id),
    decision: text().$type<"approve" | "deny">().notNull(),
    /** What the person typed: required to deny, optional to approve. */
    note: text(),
    statement: bytea(),
    credentialId: text("credential_id"),
    publicKey: bytea("public_key"),
    authenticatorData: bytea("authenticator_data"),
    clientDataJson: bytea("client_data_json"),
    signature: bytea(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    uniqueIndex("approvals_once").on(table.requestId, table.personId),
    check(
      "approvals_evidence",
      sql`${table.decision} = 'deny' or (${table.statement} is not null and ${table.credentialId} is not null and ${table.publicKey} is not null
       and ${table.authenticatorData} is not null and ${table.clientDataJson} is not null and ${table.signature} is not null)`,
    ),
    check("approvals_denial_has_reason", sql`${table.decision} = 'approve' or length(${table.note}) > 0`),
  ],
);
