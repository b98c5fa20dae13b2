import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";
import { personRef } from "./directory.ts";

/** `open` after `expires_at` means expired: every look-up compares the time. */
export type ProposalState = "open" | "confirmed" | "withdrawn" | "declined" | "expired" | "superseded";

/** Changes proposed by one admin for a second to confirm, where required. */
export const proposals = pgTable(
  "proposals",
  {
    id: text().primaryKey(),
    /** The kind of change, such as `agent.labels`: lib/proposals/proposed-change.ts. */
    act: text().notNull(),
    /** The changed agent, person, group or boundary, for a hint on its page. */
    objectId: text("object_id"),
    /** The complete change, and the state before the change. */
    payload: jsonb().$type<Record<string, unknown>>().notNull(),
    /** base64url(SHA-256(JCS({v: 1, change}))), confirmed by two admins. */
    digest: text().notNull(),
    proposedBy: personRef("proposed_by"),
    /** The proposer's passkey; null for a proposal older than this table. */
    proposedWith: text("proposed_with"),
    proposedAt: timestamp("proposed_at", { withTimezone: true }).notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    state: text().$type<ProposalState>().notNull().default("open"),
    closedBy: text("closed_by"),
    confirmedWith: text("confirmed_with"),
    closedAt: timestamp("closed_at", { withTimezone: true }),
  },
  (table) => [
    check(
      "proposals_state",
      sql`${table.state} in ('open', 'confirmed', 'withdrawn', 'declined', 'expired', 'superseded')`,
    ),
    check("proposals_closed", sql`(${table.state} = 'open') = (${table.closedAt} is null)`),
    // One open proposal for a change: two confirmations can't apply the change twice.
    uniqueIndex("proposals_open_once").on(table.digest).where(sql`${table.state} = 'open'`),
    index("proposals_open_object").on(table.objectId).where(sql`${table.state} = 'open'`),
    index("proposals_proposer").on(table.proposedBy).where(sql`${table.state} = 'open'`),
  ],
);
