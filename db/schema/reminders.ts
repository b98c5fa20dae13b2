import { pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

/**
 * The reminders that were sent, each once: about a key, a token or an agent, at a stage of its time.
 * The primary key decides which of several processes sends a reminder.
 */
export const reminders = pgTable(
  "reminders",
  {
    about: text().notNull(),
    stage: text().notNull(),
    sentAt: timestamp("sent_at", { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.about, table.stage] })],
);
