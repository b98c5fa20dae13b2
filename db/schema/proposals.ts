import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";
import { people } from "./directory.ts";

/** `open` after `expires_at` means expired: every look-up compares the time. */
export type ProposalState = "open" | "confirmed" | "withdrawn" | "declined" | "expired" | "superseded";

/**
 * Changes that one admin proposed and another has to confirm, where the workspace requires two
 * admins.
 */
export const proposals = pgTable(
  "proposals",
  {
    id: text().primaryKey(),
    /** The kind of change, such as `agent.labels`: lib/proposals/proposed-change.ts. */
    act: text().notNull(),
    /** The agent, person or group that the change is about, for a hint on its page. */
    objectId: text("object_id"),
    /** The complete change, and the state it was made from. */
    payload: jsonb().$type<Record<string, unknown>>().notNull(),
    /** base64url(SHA-256(JCS({v: 1, change}))): what both admins confirm. */
    digest: text().notNull(),
    proposedBy: text("proposed_by")
      .notNull()
      .references(() => people.id),
    /**
     * Credential id of the passkey that confirmed the proposal; null where the proposal is older
     * than this table.
     */
    proposedWith: text("proposed_with"),
    proposedAt: timestamp("proposed_at", { withTimezone: true }).notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    state: text().$type<ProposalState>().notNull().default("open"),
    /** Id of the actor who closed it: a person, or the system. */
    closedBy: text("closed_by"),
    /** Credential id of the passkey that confirmed the change. */
    confirmedWith: text("confirmed_with"),
    closedAt: timestamp("closed_at", { withTimezone: true }),
  },
  (table) => [
    check(
      "proposals_state",
      sql`${table.state} in ('open', 'confirmed', 'withdrawn', 'declined', 'expired', 'superseded')`,
    ),
    check("proposals_closed", sql`(${table.state} = 'open') = (${table.closedAt} is null)`),
    // The same change is proposed once at a time, so that two confirmations cannot do it twice.
    uniqueIndex("proposals_open_once").on(table.digest).where(sql`${table.state} = 'open'`),
    index("proposals_open_object").on(table.objectId).where(sql`${table.state} = 'open'`),
    index("proposals_proposer").on(table.proposedBy).where(sql`${table.state} = 'open'`),
  ],
);
