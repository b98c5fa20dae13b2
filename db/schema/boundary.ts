import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { agents } from "./agents.ts";
import { people } from "./directory.ts";

/**
 * Calls that an agent repeats until they are decided: the last request for each action that the
 * agent asked for with `pick_up`.
 */
export const pickedUpCalls = pgTable(
  "picked_up_calls",
  {
    agentId: text("agent_id")
      .notNull()
      .references(() => agents.id),
    actionDigest: text("action_digest").notNull(),
    // No foreign key, as on grants: requests are never deleted.
    requestId: text("request_id").notNull(),
    /** The number of requests for this action so far, this request included. */
    sequence: integer().notNull(),
    /**
     * The `webhook-id` of the call that created the request: a retry of this call is no new call.
     * Null when another call recorded the request first.
     */
    askedBy: text("asked_by"),
    /** When a repeated call got the answer of the closed request, and the call's `webhook-id`. */
    deliveredAt: timestamp("delivered_at", { withTimezone: true }),
    deliveredTo: text("delivered_to"),
  },
  (table) => [primaryKey({ columns: [table.agentId, table.actionDigest] })],
);

/** What became of a redeemed action: `uncertain` if it may or may not have run. */
export type ExecutionState = "expected" | "done" | "failed" | "uncertain";
/** What a person found out about an uncertain execution. */
export type ExecutionFinding = "ran" | "did_not_run";

/**
 * Executions: redemptions whose outcome is to be reported. The redeeming statement inserts the row.
 * No foreign keys to requests and grants, as on grants.
 */
export const executions = pgTable(
  "executions",
  {
    requestId: text("request_id").primaryKey(),
    grantId: text("grant_id").notNull(),
    agentId: text("agent_id").notNull(),
    /** The boundary that redeemed, as the redemption named it. */
    boundaryId: text("boundary_id"),
    /** Identifies the client's call that the grant was redeemed for: the report comes without the request's ID. */
    callHash: text("call_hash"),
    state: text().$type<ExecutionState>().notNull().default("expected"),
    startedAt: timestamp("started_at", { withTimezone: true }).notNull(),
    /** Without a report by this time, the execution is uncertain. */
    dueAt: timestamp("due_at", { withTimezone: true }).notNull(),
    /** When the execution first became uncertain, by a report or without one. */
    uncertainAt: timestamp("uncertain_at", { withTimezone: true }),
    /** The agent's last report. The agent's claim: untrusted. */
    reportedAt: timestamp("reported_at", { withTimezone: true }),
    durationMs: integer("duration_ms"),
    resultSha256: text("result_sha256"),
    error: text(),
    /** What a person found out about an uncertain execution. */
    finding: text().$type<ExecutionFinding>(),
    note: text(),
    resolvedBy: text("resolved_by").references(() => people.id),
    resolvedAt: timestamp("resolved_at", { withTimezone: true }),
  },
  (table) => [
    index("executions_call").on(table.agentId, table.callHash).where(sql`${table.callHash} is not null`),
    index("executions_due").on(table.dueAt).where(sql`${table.state} = 'expected'`),
    index("executions_unresolved")
      .on(table.agentId, table.requestId)
      .where(sql`${table.state} = 'uncertain' and ${table.resolvedAt} is null`),
    index("executions_boundary")
      .on(table.boundaryId, table.startedAt)
      .where(sql`${table.boundaryId} is not null`),
    check("executions_state", sql`${table.state} in ('expected', 'done', 'failed', 'uncertain')`),
    check("executions_finding", sql`${table.finding} in ('ran', 'did_not_run')`),
    check(
      "executions_resolution_whole",
      sql`(${table.resolvedAt} is null) = (${table.resolvedBy} is null) and (${table.resolvedAt} is null) = (${table.finding} is null)
       and (${table.resolvedAt} is null) = (${table.note} is null) and (${table.resolvedAt} is null or ${table.state} = 'uncertain')`,
    ),
  ],
);

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
