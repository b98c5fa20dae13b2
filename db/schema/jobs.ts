import { integer, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

/**
 * Moments of expiries (lib/expiries/expiries.ts). The first row due by a moment inserts the
 * moment and enqueues the job that expires everything due by then.
 */
export const expiries = pgTable("expiries", {
  dueAt: timestamp("due_at", { withTimezone: true }).primaryKey(),
});

/** Fixed-window counters. UNLOGGED: a crash may lose counts, and no call waits for the disk. */
export const rateLimits = pgTable(
  "rate_limits",
  {
    bucket: text().notNull(),
    windowStart: timestamp("window_start", { withTimezone: true }).notNull(),
    count: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.bucket, table.windowStart] })],
);
