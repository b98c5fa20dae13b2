import type { Database } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import { reportExecution } from "#lib/boundary/executions/report-execution";
import { canonicalBytes, type Json } from "#lib/json/canonical";
import { base64url, sha256 } from "#lib/kernel/digest";
import { announce } from "#lib/notices/announce";
import { type Action, actionDigest } from "#lib/policy/language/action";
import { oneLine } from "#lib/text/one-line";
import { actionOfHook, type HookClient } from "./action-of-hook.ts";
import { type CallAfter, callHashOf } from "./hook-event.ts";

interface Report {
  client: HookClient;
  agentId: string;
  keyId: string;
  call: CallAfter;
  now: Date;
}

/** `unknown`: no report is expected for the call. */
export type ReportResult = "recorded" | "input_changed" | "unknown";

interface Expected {
  requestId: string;
  grantId: string;
  ownerId: string;
  startedAt: string;
  action: string;
  actionDigest: string;
}

/** Records the outcome of a call that a hook allowed: uncertain, and announced, if the input was changed. */
export async function reportCall(db: Database, report: Report): Promise<ReportResult> {
  const expected = await findExpected(db, report);
  if (!expected) return "unknown";
  const { agentId, keyId, call, now } = report;
  const isChanged = !isApproved(report, expected);
  const requestId = expected.requestId;
  const reporter = { type: "agent" as const, id: agentId, keyId };
  const outcome = outcomeOf(call, isChanged, expected, now);
  await db.transaction(async (tx) => {
    await reportExecution(tx, { requestId, agentId, reporter, report: outcome, isFromHook: true, now });
    if (!isChanged) return;
    const subject = { request: requestId, agent: agentId, grant: expected.grantId };
    const actor = { type: "agent" as const, id: agentId };
    await recordAudit(tx, { type: "execution.input_changed", actor, subject }, now);
    const to = [expected.ownerId];
    await announce(tx, { kind: "input_changed", to, requestId, agentId, now });
  });
  return isChanged ? "input_changed" : "recorded";
}

async function findExpected(db: Database, { agentId, call }: Report): Promise<Expected | undefined> {
  const hash = callHashOf(call);
  if (hash === undefined) return undefined;
  const [row] = await db.$client<Expected[]>`
    select e.request_id as "requestId", e.grant_id as "grantId", e.started_at as "startedAt",
      r.action, r.action_digest as "actionDigest", a.owner_id as "ownerId"
    from executions e join requests r on r.id = e.request_id join agents a on a.id = e.agent_id
    where e.agent_id = ${agentId} and e.call_hash = ${hash} and e.state = 'expected'
    order by e.started_at desc limit 1`;
  return row;
}

// A command may change the client's directory, so the approved directory is compared with itself.
function isApproved(
  { client, agentId, call }: Report,
  { action, actionDigest: approved }: Expected,
): boolean {
  const { params } = JSON.parse(action) as Action;
  const directory = typeof params.directory === "string" ? { cwd: params.directory } : {};
  try {
    const { tool_name, tool_input } = call;
    const ran = actionOfHook(client, { tool_name, tool_input, ...directory }).action;
    return actionDigest(agentId, ran) === approved;
  } catch {
    return false; // No request could have described what ran.
  }
}

const mostMilliseconds = 2 ** 31 - 1;

function outcomeOf(call: CallAfter, isChanged: boolean, { startedAt }: Expected, now: Date) {
  const reported = call.duration_ms ?? now.getTime() - Date.parse(startedAt);
  const duration_ms = Math.min(Math.max(0, Math.round(reported)), mostMilliseconds) || 0;
  if (isChanged)
    return {
      outcome: "uncertain" as const,
      duration_ms,
      error: "input_changed: the tool ran with another input than the approved one",
    };
  if (call.hook_event_name === "PostToolUse") {
    const result_sha256 = resultHash(call.tool_response);
    return { outcome: "done" as const, duration_ms, ...(result_sha256 !== undefined && { result_sha256 }) };
  }
  const error = oneLine(call.error?.slice(0, 1000));
  return { outcome: "failed" as const, duration_ms, ...(error && { error }) };
}

/** The hash of the tool's answer; undefined unless I-JSON. */
function resultHash(answer: unknown): string | undefined {
  if (answer === undefined || answer === null) return undefined;
  try {
    return base64url(sha256(canonicalBytes(answer as Json)));
  } catch {
    return undefined; // Half a surrogate pair, for example.
  }
}
