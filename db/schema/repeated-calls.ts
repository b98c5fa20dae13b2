import { index, integer, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
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

/** The last request for each action asked for with `pick_up`: an agent repeats the call until decided. */
export const pickedUpCalls = pgTable(
  "picked_up_calls",
  {
    agentId: agentRef("agent_id"),
    actionDigest: text("action_digest").notNull(),
    // No foreign key, as on grants: requests are never deleted.
    requestId: text("request_id").notNull(),
    /** The number of requests for this action, with this request. */
    sequence: integer().notNull(),
    /** The creating call's `webhook-id`: its retry is no new call. Null if that call didn't record it. */
    askedBy: text("asked_by"),
    /** When a repeated call got the answer of the closed request, and the call's `webhook-id`. */
    deliveredAt: timestamp("delivered_at", { withTimezone: true }),
    deliveredTo: text("delivered_to"),
  },
  (table) => [primaryKey({ columns: [table.agentId, table.actionDigest] })],
);
