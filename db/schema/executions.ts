import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { people } from "./directory.ts";

/** The outcome of a redeemed action. `uncertain`: may or may not have run. */
export type ExecutionState = "expected" | "done" | "failed" | "uncertain";
export type ExecutionFinding = "ran" | "did_not_run";

/** Redemptions to be reported, inserted by the redeeming statement. Without foreign keys, as grants. */
export const executions = pgTable(
  "executions",
  {
    requestId: text("request_id").primaryKey(),
    grantId: text("grant_id").notNull(),
    agentId: text("agent_id").notNull(),
    boundaryId: text("boundary_id"),
    /** Identifies the client's call of the redemption: reports come without the request's ID. */
    callHash: text("call_hash"),
    state: text().$type<ExecutionState>().notNull().default("expected"),
    startedAt: timestamp("started_at", { withTimezone: true }).notNull(),
    /** Without a report by then, the execution is uncertain. */
    dueAt: timestamp("due_at", { withTimezone: true }).notNull(),
    uncertainAt: timestamp("uncertain_at", { withTimezone: true }),
    /** The agent's last report. The agent's claim: untrusted. */
    reportedAt: timestamp("reported_at", { withTimezone: true }),
    durationMs: integer("duration_ms"),
    resultSha256: text("result_sha256"),
    error: text(),
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
