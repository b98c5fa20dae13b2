import { index, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { agents } from "../agents.ts";

/**
 * Answers to gateways that sign their calls, for as long as a signature is valid: the same signed
 * call again gets the same answer.
 */
export const gatewayAnswers = pgTable(
  "gateway_answers",
  {
    agentId: text("agent_id")
      .notNull()
      .references(() => agents.id),
    /** Of the bytes of the call. */
    callHash: text("call_hash").notNull(),
    receivedAt: timestamp("received_at", { withTimezone: true }).notNull(),
    /** JSON. Null while the call is being decided. */
    answer: text(),
  },
  (table) => [
    primaryKey({ columns: [table.agentId, table.callHash] }),
    index("gateway_answers_received").on(table.receivedAt),
  ],
);
