import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { personRef } from "./directory.ts";

/** Whether allow rules apply to types without a descriptor. */
export type Unclassified = "default_outcome" | "allow";

export type Risk = "read" | "write" | "spend" | "production" | "destructive";

/** The action types of the live version, as rows: names, risk levels and amount parameters. */
export const actionTypes = pgTable("action_types", {
  type: text().primaryKey(),
  title: text().notNull(),
  risk: text().$type<Risk>().notNull(),
  /** JSON Schema (2020-12) of `params`. */
  schema: jsonb().$type<Record<string, unknown>>().notNull(),
  amountParam: text("amount_param"),
  currencyParam: text("currency_param"),
  /** How approvers see the action; null for a type without a descriptor. */
  descriptor: jsonb().$type<Record<string, unknown>>(),
});

/** Published versions: immutable. lib/policy/language/rule.ts validates `rules`. */
export const policyVersions = pgTable(
  "policy_versions",
  {
    version: integer().primaryKey(),
    rules: jsonb().$type<unknown[]>().notNull(),
    defaultOutcome: text("default_outcome").$type<"step_up" | "block">().notNull(),
    unclassified: text().$type<Unclassified>().notNull(),
    /** The action types at publication, so that a version's verdicts never change. */
    catalog: jsonb().$type<unknown[]>().notNull(),
    /** SHA-256 of the JCS of the content, base64url (lib/policy/versions/versions.ts). */
    digest: text().notNull(),
    publishedBy: text("published_by").notNull(),
    publishedAt: timestamp("published_at", { withTimezone: true }).notNull(),
    /** The proposer, who confirmed the same digest, where publishing took two admins. */
    proposedBy: text("proposed_by"),
  },
  (table) => [
    check("policy_default_never_allows", sql`${table.defaultOutcome} in ('step_up', 'block')`),
    check("policy_unclassified_is_known", sql`${table.unclassified} in ('default_outcome', 'allow')`),
  ],
);

/**
 * The live version, as a lockable row (invariant 19). A publication locks the table and updates the
 * row in the transaction of the new version; every decision locks the row `for share` before any
 * other row. 0 before set-up.
 */
export const policyHead = pgTable(
  "policy_head",
  {
    id: integer().primaryKey().default(1),
    version: integer().notNull(),
    /** Raised by each freeze: a grant of an earlier epoch is never redeemed (invariant 24). */
    freezeEpoch: integer("freeze_epoch").notNull().default(0),
    /** Since when all agents are frozen. While they are, no version is in force. */
    frozenAt: timestamp("frozen_at", { withTimezone: true }),
    /** The actor's ID in the audit event: of a person, or `signal:` and the event source's ID. */
    frozenBy: text("frozen_by"),
    freezeReason: text("freeze_reason"),
    /** When the last freeze was released. What was shown before has to be looked at again. */
    releasedAt: timestamp("released_at", { withTimezone: true }),
  },
  (table) => [check("policy_head_is_one", sql`${table.id} = 1`)],
);

/** The admins' single draft. Each save raises `revision`, so that a stale tab can't overwrite. */
export const policyDraft = pgTable(
  "policy_draft",
  {
    id: integer().primaryKey().default(1),
    baseVersion: integer("base_version").notNull(),
    revision: integer().notNull(),
    rules: jsonb().$type<unknown[]>().notNull(),
    defaultOutcome: text("default_outcome").$type<"step_up" | "block">().notNull(),
    unclassified: text().$type<Unclassified>().notNull(),
    /** The action types published with the rules; null: those of `baseVersion`. */
    catalog: jsonb().$type<unknown[]>(),
    updatedBy: text("updated_by").notNull(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull(),
  },
  (table) => [check("policy_draft_is_one", sql`${table.id} = 1`)],
);

export type ReplayState = "running" | "done" | "cancelled" | "failed";

/** Runs of a draft over past requests. */
export const replays = pgTable(
  "replays",
  {
    id: text().primaryKey(),
    /** The draft's content digest (lib/policy/versions/versions.ts). */
    draftDigest: text("draft_digest").notNull(),
    rules: jsonb().$type<unknown[]>().notNull(),
    defaultOutcome: text("default_outcome").$type<"step_up" | "block">().notNull(),
    unclassified: text().$type<Unclassified>().notNull(),
    catalog: jsonb().$type<unknown[]>().notNull(),
    /** `last`: so many of the newest requests; `days`: those of so many days. */
    scope: jsonb().$type<{ last?: number; days?: number }>().notNull(),
    /** The version to compare outcomes with; null: the outcomes decided at the time. */
    against: integer(),
    state: text().$type<ReplayState>().notNull(),
    total: integer().notNull(),
    done: integer().notNull().default(0),
    /** Replayed oldest first: requests above this ID and before the start are still to come. */
    cursor: text().notNull(),
    /** The number of requests for each change of outcome, and the load before and after. */
    summary: jsonb().$type<Record<string, unknown>>(),
    startedBy: text("started_by").notNull(),
    startedAt: timestamp("started_at", { withTimezone: true }).notNull(),
    endedAt: timestamp("ended_at", { withTimezone: true }),
  },
  (table) => [uniqueIndex("replays_one_running").on(table.state).where(sql`${table.state} = 'running'`)],
);

/** The requests with a changed outcome. */
export const replayChanges = pgTable(
  "replay_changes",
  {
    replayId: text("replay_id")
      .notNull()
      .references(() => replays.id, { onDelete: "cascade" }),
    requestId: text("request_id").notNull(),
    before: jsonb().$type<Record<string, unknown>>().notNull(),
    after: jsonb().$type<Record<string, unknown>>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.replayId, table.requestId] })],
);

/** Short-lived tokens for `countersign policy pull|diff|push`, as SHA-256. */
export const policyTokens = pgTable(
  "policy_tokens",
  {
    id: text().primaryKey(),
    tokenHash: text("token_hash").notNull().unique(),
    personId: personRef("person_id"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    lastUsedAt: timestamp("last_used_at", { withTimezone: true }),
    revokedAt: timestamp("revoked_at", { withTimezone: true }),
  },
  (table) => [index("policy_tokens_person").on(table.personId)],
);
