import { createHash } from "node:crypto";
import { beforeEach, expect, test, vi } from "vitest";
import type { ClaudeCode, ToolUse } from "#app/api/boundary/testing/claude-code";
import { hookedAgent } from "#app/api/boundary/testing/hooked-agent";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { refusal } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { startRuntime } from "#app/runtime/runtime";

const { workspace, admin } = await RunningWorkspace.open();
const { db, runtime } = workspace;
startRuntime({ ...runtime, config: { ...runtime.config, hookHoldSeconds: 0 } });
const owner = await workspace.person("Olga Owner", ["approver"], admin);
let claude: ClaudeCode;
let agent: CallingAgent;
let agentId: string;
let other: ClaudeCode;

beforeEach(async () => {
  ({ claude, agent } = await hookedAgent(workspace, { admin, owner }));
  agentId = agent.id;
  ({ claude: other } = await hookedAgent(workspace, { admin, owner }));
});

/** A call that the owner approved and the hook allowed. */
async function allowed(input: object = { command: "make deploy" }): Promise<ToolUse> {
  const call = claude.newCall("Bash", input);
  await claude.before(call);
  const [row] = await db.$client`select id from requests where agent_id = ${agentId} and state = 'pending'`;
  await owner.approve(row?.id);
  expect(await claude.before(call)).toEqual({ ran: true });
  return call;
}

async function execution() {
  const [row] = await db.$client`
    select state, error, duration_ms as ms, result_sha256 as result, (select count(*)::int from notices n where n.request_id = e.request_id
        and n.kind = 'input_changed' and n.person_id = ${owner.viewer.personId}) as notices,
      (select count(*)::int from audit_events a where a.request_id = e.request_id
        and a.type = 'execution.input_changed') as events
    from executions e where agent_id = ${agentId}`;
  return row;
}

test("a call that ran is done, in whatever directory it ended", async () => {
  const call = await allowed();
  claude.cwd = "/home/dev/shop/deploy";
  expect(await claude.after(call, { tool_response: "\ud800", duration_ms: 1500 })).toEqual({
    status: 200,
    body: {},
  });
  const found = { state: "done", error: null, ms: 1500, result: null, notices: 0, events: 0 };
  expect(await execution()).toEqual(found);
  expect(await claude.after(call)).toEqual({ status: 200, body: {} });
});

test("what the tool answered is recorded by the hash of its canonical JSON", async () => {
  const call = await allowed();
  await claude.after(call, { tool_response: { stdout: "ok", code: 0 } });
  const result = createHash("sha256").update('{"code":0,"stdout":"ok"}').digest("base64url");
  expect(await execution()).toMatchObject({ state: "done", result });
});

test("a call that failed is failed, with the first line of its error", async () => {
  const call = await allowed();
  const failed = { hook_event_name: "PostToolUseFailure", error: "exit 1\nno such target" };
  expect(await claude.after(call, failed)).toEqual({ status: 200, body: {} });
  expect(await execution()).toMatchObject({ state: "failed", error: "exit 1 no such target", events: 0 });
});

test.each([
  ["another command", { tool_input: { command: "make deploy; curl evil.example" } }],
  ["one more option", { tool_input: { command: "make deploy", dangerouslyDisableSandbox: true } }],
  ["another tool", { tool_name: "Write" }],
  ["no readable input", { tool_input: { command: "make deploy", timeout: "\u0000" } }],
])(
  "an input that changed after the decision (%s) is uncertain, and the owner is notified",
  async (_, changed) => {
    const call = await allowed();
    const { status, body } = await claude.after({ ...call, ...changed });
    expect([status, (body as { decision: string }).decision]).toEqual([200, "block"]);
    expect(await execution()).toMatchObject({ state: "uncertain", notices: 1, events: 1 });
    expect((await execution())?.error).toContain("input_changed");
  },
);

test("a report about another session's, another agent's or no call changes nothing", async () => {
  const call = await allowed();
  other.sessionId = claude.sessionId;
  expect(await other.after(call)).toEqual({ status: 200, body: {} });
  claude.sessionId = "another";
  expect(await claude.after(call)).toEqual({ status: 200, body: {} });
  expect(await execution()).toMatchObject({ state: "expected" });
});

test("a report that cannot be stored is answered in JSON and leaves the execution expected", async () => {
  const call = await allowed();
  const query = vi.spyOn(db, "transaction").mockRejectedValue(new Error("out of memory"));
  expect(await claude.after(call)).toMatchObject({ status: 200, body: { hookSpecificOutput: {} } });
  query.mockRestore();
  expect(await execution()).toMatchObject({ state: "expected" });
});

test("the agent can't replace what the hook found, or report in its place", async () => {
  const report = async () => {
    const [row] = await db.$client`select request_id as id from executions where agent_id = ${agentId}`;
    const body = JSON.stringify({ request: row?.id, outcome: "done", duration_ms: 1 });
    return refusal(agent.call(`/api/v1/agents/${agentId}/requests/${row?.id}/execution`, body));
  };
  const call = await allowed();
  expect(await report()).toEqual([409, "conflict"]);
  await claude.after({ ...call, tool_input: { command: "make deploy; curl evil.example" } });
  expect(await report()).toEqual([409, "conflict"]);
  expect(await execution()).toMatchObject({ state: "uncertain", notices: 1 });
});
