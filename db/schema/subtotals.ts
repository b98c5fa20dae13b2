import { sql } from "drizzle-orm";
import {
  bigint,
  date,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from "drizzle-orm/pg-core";
import type { RequestState } from "./requests.ts";

/**
 * Counts and sums of counting requests by subject, action type, currency, minute and hour
 * (docs/decisions/0029). A bucket is its row here plus its rows in `subtotal_changes`.
 */
export const subtotals = pgTable(
  "subtotals",
  {
    /** An agent's ID, an owner's ID, or a resource in the form of `subtotal_resource`. */
    scope: text().notNull(),
    /** The length of the bucket: 60 or 3600. */
    seconds: integer().notNull(),
    /** In the form of `subtotal_currency`. */
    currency: text().notNull(),
    start: timestamp({ withTimezone: true }).notNull(),
    actionType: text("action_type").notNull(),
    /** May be negative for a moment, until `subtotal_changes` is merged. */
    count: bigint({ mode: "number" }).notNull(),
    /** Of amounts above zero with a currency. */
    sum: numeric().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.scope, table.seconds, table.currency, table.start, table.actionType] }),
    index("subtotals_empty").on(table.scope).where(sql`${table.count} = 0`),
  ],
);

/** An agent's requests of a day (UTC), by current state. With `subtotal_changes`. */
export const dailyOutcomes = pgTable(
  "daily_outcomes",
  {
    agentId: text("agent_id").notNull(),
    day: date({ mode: "string" }).notNull(),
    state: text().$type<RequestState>().notNull(),
    count: bigint({ mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.agentId, table.day, table.state] })],
);

/** Changes inserted by triggers, until a job merges them (lib/facts/merge-subtotals.ts). */
export const subtotalChanges = pgTable(
  "subtotal_changes",
  {
    agentId: text("agent_id").notNull(),
    /** Null, as the resource, for requests that don't count towards totals. */
    ownerId: text("owner_id"),
    resource: text(),
    actionType: text("action_type").notNull(),
    currency: text().notNull(),
    state: text().$type<RequestState>().notNull(),
    /** The minute of the requests' creation. */
    minute: timestamp({ withTimezone: true }).notNull(),
    count: integer().notNull(),
    sum: numeric().notNull(),
  },
  (table) => [
    index("subtotal_changes_agent").on(table.agentId),
    index("subtotal_changes_owner").on(table.ownerId).where(sql`${table.ownerId} is not null`),
    index("subtotal_changes_resource").on(table.resource).where(sql`${table.resource} is not null`),
  ],
);
