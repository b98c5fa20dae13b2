import { sql as fragment } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import type { Raw } from "#db/raw";
import type { ExecutionState, executions } from "#db/schema/executions";
import { recordAudit } from "#lib/audit/record";
import { notifyOfRequests } from "#lib/events/hub";
import { CountersignError } from "#lib/kernel/errors";
import { endStandingOfTypes } from "#lib/voiding/end-standing-approvals";
import { announceUncertain } from "./announce-uncertain.ts";
import type { ExecutionReport } from "./report-schema.ts";

/** The agent's view of an execution: the wire's `execution` (docs/agents.md). */
export interface ExecutionResponse {
  request: { id: string };
  execution: {
    state: Exclude<ExecutionState, "expected">;
    started_at: string;
    due_at: string;
    reported_at: string;
    duration_ms: number;
    result_sha256?: string | undefined;
  };
}

interface ReportInput {
  requestId: string;
  agentId: string;
  /** The signer of the report: the agent, or the tool that redeemed. */
  reporter: { type: "agent"; id: string; keyId: string } | { type: "tool"; id: string };
  /** Whether the client's hook reports: the hook alone compares the run with the approved call. */
  isFromHook?: boolean;
  report: ExecutionReport;
  now: Date;
}

/**
 * Records the outcome of a redeemed action: the signer's claim, accepted whatever became of the agent.
 * @throws {CountersignError} `not_found` unless this agent's report is expected; `conflict` with another
 * outcome than the recorded one. The same report again changes nothing.
 */
export async function reportExecution(
  db: Database | Transaction,
  input: ReportInput,
): Promise<ExecutionResponse> {
  return db.transaction(async (tx) => {
    const row = await updateExecution(tx, input);
    if (!row) return sameReport(tx, input);
    const { requestId, agentId, reporter, report, now } = input;
    const { outcome, duration_ms, result_sha256 } = report;
    const key = reporter.type === "agent" ? { key: reporter.keyId } : {};
    const subject = { request: requestId, agent: agentId, grant: row.grantId, ...key };
    const data = { outcome, duration_ms, ...(result_sha256 !== undefined && { result_sha256 }) };
    await recordAudit(tx, { type: "execution.reported", actor: reporter, subject, data }, now);
    if (outcome === "uncertain") await announceUncertain(tx, [agentId], now);
    if (outcome !== "done") {
      const reason = outcome === "failed" ? "execution_failed" : "execution_uncertain";
      await endStandingOfTypes(tx, [requestId], { reason, actor: reporter, now });
    }
    await notifyOfRequests(tx, [requestId]);
    return responseOf(row);
  });
}

// One-way: an expected execution takes any outcome, an overdue one a late report, and a reported
// one a finding.
async function updateExecution(
  tx: Transaction,
  { requestId, agentId, report, isFromHook = false, now }: ReportInput,
): Promise<ExecutionRow | undefined> {
  const { outcome, duration_ms, result_sha256 = null, error = null } = report;
  const at = now.toISOString();
  const [row] = await tx.execute<ExecutionRow>(fragment`
    update executions set state = ${outcome}, reported_at = ${at}, duration_ms = ${duration_ms}, result_sha256 = ${result_sha256},
      error = ${error}, uncertain_at = coalesce(uncertain_at, case when ${outcome} = 'uncertain' then ${at}::timestamptz end)
    where request_id = ${requestId} and agent_id = ${agentId} and (call_hash is null or ${isFromHook})
      and (state = 'expected' or (state = 'uncertain' and resolved_at is null
        and (reported_at is null or ${outcome} <> 'uncertain')))
    returning ${columns}`);
  return row;
}

const columns =
  fragment.raw(`request_id as "requestId", grant_id as "grantId", state, started_at as "startedAt", due_at as "dueAt",
  reported_at as "reportedAt", duration_ms as "durationMs", result_sha256 as "resultSha256", error`);

export type ReportRow = Pick<
  typeof executions.$inferSelect,
  | ("requestId" | "grantId" | "state" | "error")
  | ("startedAt" | "dueAt" | "reportedAt" | "durationMs" | "resultSha256")
>;
type ExecutionRow = Raw<ReportRow>;

async function sameReport(
  tx: Transaction,
  { requestId, agentId, report }: ReportInput,
): Promise<ExecutionResponse> {
  const [row] = await tx.execute<ExecutionRow>(fragment`
    select ${columns} from executions where request_id = ${requestId} and agent_id = ${agentId}`);
  if (!row)
    throw new CountersignError("not_found", `no execution of ${requestId} by ${agentId} is expected`, {
      userMessage:
        "No report was announced for this request. Redeem the grant with execution to report an outcome.",
    });
  const isSame =
    row.state === report.outcome &&
    row.durationMs === report.duration_ms &&
    row.resultSha256 === (report.result_sha256 ?? null) &&
    row.error === (report.error ?? null);
  if (isSame) return responseOf(row);
  throw new CountersignError("conflict", `the execution of ${requestId} is ${row.state}`, {
    userMessage: "Another outcome of this execution was reported or recorded. Nothing was changed.",
  });
}

function responseOf(row: ExecutionRow): ExecutionResponse {
  const { requestId, state, startedAt, dueAt, reportedAt, durationMs, resultSha256 } = row;
  if (state === "expected" || reportedAt === null || durationMs === null)
    throw new CountersignError("internal", `the execution of ${requestId} has no report`);
  return {
    request: { id: requestId },
    execution: {
      state,
      started_at: new Date(startedAt).toISOString(),
      due_at: new Date(dueAt).toISOString(),
      reported_at: new Date(reportedAt).toISOString(),
      duration_ms: durationMs,
      ...(resultSha256 !== null && { result_sha256: resultSha256 }),
    },
  };
}
