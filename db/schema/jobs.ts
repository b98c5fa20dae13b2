import { integer, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

/**
 * Moments of expiries (lib/expiries/expiry-due.ts). The first row due by a moment inserts the moment
 * and, in the same transaction, enqueues the job that will expire everything due by then; later rows
 * find the moment and add nothing.
 */
export const expiries = pgTable("expiries", {
  dueAt: timestamp("due_at", { withTimezone: true }).primaryKey(),
});

/**
 * Fixed-window counters. The migration creates an UNLOGGED table: losing counts in a crash is fine,
 * waiting for the disk is not.
 */
export const rateLimits = pgTable(
  "rate_limits",
  {
    bucket: text().notNull(),
    windowStart: timestamp("window_start", { withTimezone: true }).notNull(),
    count: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.bucket, table.windowStart] })],
);
