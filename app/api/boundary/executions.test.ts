import { expect, test } from "vitest";
import { executionSchema, redeemedSchema } from "#app/api/openapi/schemas";
import { hashed } from "#app/api/testing/calling-agent";
import { grantFor, refund, refusal } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { addPublicKey } from "#lib/agents/keys/add-key";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { revokeKey } from "#lib/ownership/revoke-key";

const { workspace, admin, owner, agent } = await RunningWorkspace.withAgent();
const other = await workspace.agent(admin, owner);
const { db } = workspace;

let nextCharge = 0;

/** Redeems a new grant that announces a report. */
async function redeem(more: object = { execution: { report_within: 60 } }): Promise<string> {
  const action = refund(50, { resource: `charge/${nextCharge++}` });
  const response = await agent.redeem(await grantFor(agent, action), action, more);
  const answer = await response.json();
  expect(redeemedSchema.parse(answer)).toEqual(answer);
  return (answer as { request: { id: string } }).request.id;
}

const report = (requestId: string, body: object, by = agent) =>
  by.call(
    `/api/v1/agents/${by.id}/requests/${requestId}/execution`,
    JSON.stringify({ request: requestId, ...body }),
  );
const done = { outcome: "done", duration_ms: 412, result_sha256: hashed("ok") };
const failed = { outcome: "failed", duration_ms: 30, error: "Upstream said 500" };

async function stored(requestId: string) {
  const [row] = await db.$client`
    select state, duration_ms, error, agent_id, boundary_id, due_at - started_at = '60 s' as "isDueInAMinute",
      (select count(*)::int from audit_events where request_id = executions.request_id and type = 'execution.reported') as reports
    from executions where request_id = ${requestId}`;
  return row;
}

test("a redemption with execution announces a report, and one without leaves nothing to report", async () => {
  const boundary = "bnd_01m8db6yn9eapvt9hfdvbmg0ag";
  const announced = await redeem({ execution: { report_within: 60, boundary } });
  expect(await stored(announced)).toMatchObject({
    ...{ state: "expected", agent_id: agent.id, boundary_id: boundary, isDueInAMinute: true, reports: 0 },
  });
  const silent = await redeem({});
  expect(await stored(silent)).toBeUndefined();
  expect(await refusal(report(silent, done))).toEqual([404, "not_found"]);
});

test("a report is recorded once with its audit event, and the same report again changes nothing", async () => {
  const requestId = await redeem();
  const first = await report(requestId, done);
  const answer = await first.json();
  expect(executionSchema.parse(answer)).toEqual(answer);
  expect(answer).toMatchObject({
    request: { id: requestId },
    execution: { state: "done", duration_ms: 412 },
  });
  const again = await report(requestId, done);
  expect([again.status, await again.json()]).toEqual([200, answer]);
  expect(await stored(requestId)).toMatchObject({ state: "done", reports: 1 });
});

test("another report than the first is refused, and of twenty simultaneous different reports one is recorded", async () => {
  const requestId = await redeem();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => report(requestId, { outcome: "done", duration_ms: n })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(409)]);
  expect(await refusal(report(requestId, failed))).toEqual([409, "conflict"]);
  expect(await stored(requestId)).toMatchObject({ state: "done", reports: 1 });
});

test("an execution that was reported as uncertain is still found to be done or failed, once", async () => {
  const requestId = await redeem();
  expect((await report(requestId, { outcome: "uncertain", duration_ms: 30_000 })).status).toBe(200);
  expect((await report(requestId, failed)).status).toBe(200);
  expect(await refusal(report(requestId, { outcome: "uncertain", duration_ms: 30_000 }))).toEqual([
    409,
    "conflict",
  ]);
  expect(await stored(requestId)).toMatchObject({ state: "failed", error: "Upstream said 500", reports: 2 });
});

test("invariant 16: another agent, with its own or the agent's ID, can't report, and learns nothing", async () => {
  const requestId = await redeem();
  expect(await refusal(report(requestId, done, other))).toEqual([404, "not_found"]);
  expect(await refusal(report(requestId, done, other.named(agent.id)))).toEqual([401, "invalid_signature"]);
  expect(await refusal(report("req_none", done, other))).toEqual([404, "not_found"]);
  expect(await stored(requestId)).toMatchObject({ state: "expected", reports: 0 });
});

test("any current key of the agent reports, and a revoked key doesn't", async () => {
  const { publicKey, privateKey } = newKeyPair();
  const now = workspace.time.now;
  const { keyId } = await addPublicKey(db, { actor: admin.viewer, agentId: agent.id, publicKey, now });
  const second = agent.as(privateKey);
  expect((await report(await redeem(), done, second)).status).toBe(200);
  const requestId = await redeem();
  await revokeKey(db, { actor: admin.viewer, agentId: agent.id, keyId, now });
  expect(await refusal(report(requestId, done, second))).toEqual([401, "key_revoked"]);
  expect(await stored(requestId)).toMatchObject({ state: "expected", reports: 0 });
});

test("a report can't be sent again about another request", async () => {
  const [first, second] = [await redeem(), await redeem()];
  const body = { request: first, ...done };
  expect(await refusal(report(second, body))).toEqual([400, "invalid_body"]);
  expect((await report(first, body)).status).toBe(200);
  expect(await stored(second)).toMatchObject({ state: "expected", reports: 0 });
});

test.each<[string, object]>([
  ["no outcome", { duration_ms: 1 }],
  ["an unknown outcome", { outcome: "expected", duration_ms: 1 }],
  ["a negative duration", { outcome: "done", duration_ms: -1 }],
  ["a hash of another form", { outcome: "done", duration_ms: 1, result_sha256: "abc" }],
  ["an unknown member", { outcome: "done", duration_ms: 1, result: {} }],
])("a report with %s is refused", async (_, body) => {
  expect(await refusal(report(await redeem(), body))).toEqual([400, "invalid_body"]);
});

test("a redemption that announces a report in under 30 seconds or over a day redeems nothing", async () => {
  const action = refund(50);
  const grant = await grantFor(agent, action);
  for (const report_within of [29, 86_401])
    expect(await refusal(agent.redeem(grant, action, { execution: { report_within } }))).toEqual([
      400,
      "invalid_body",
    ]);
  expect((await agent.redeem(grant, action, { execution: { report_within: 30 } })).status).toBe(200);
});
