import { index, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { agentRef } from "./agents.ts";

/** Answers to gateways, kept while a signature is valid: the same signed call gets the same answer. */
export const gatewayAnswers = pgTable(
  "gateway_answers",
  {
    agentId: agentRef("agent_id"),
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
