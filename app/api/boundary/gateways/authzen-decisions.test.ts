import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { AuthzenGateway } from "#app/api/boundary/testing/authzen-gateway";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { startRuntime } from "#app/runtime/runtime";
import { agentKeys } from "#db/schema/agents";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/kernel/clock";
import { holdAgent } from "#lib/lifecycle/hold-agent";

const { workspace, admin, owner, agent } = await RunningWorkspace.withAgent();
const gateway = await AuthzenGateway.open(workspace, agent, owner);
const other = await AuthzenGateway.open(workspace, await workspace.agent(admin, owner), owner);

let nextCharge = 0;
/** An evaluation that needs approval, and that no other test makes. */
const newRefund = () => gateway.refund(1250, `charge-${nextCharge++}`);

test("a pending evaluation tells where a person decides", async () => {
  const { decision, context } = await gateway.evaluate(newRefund());
  expect(decision).toBe(false);
  const { origin } = workspace.runtime.config;
  const request = context?.request ?? "";
  expect(request).toMatch(/^req_/);
  expect(context).toEqual({
    id: "pending",
    request,
    reason_user: { en: expect.stringContaining(`${origin}/requests/${request}`) },
    obligations: [
      {
        ...{ type: "custom", id: "obl-1", vendor: "countersign", action: "approval" },
        ...{ request, approval_url: `${origin}/requests/${request}`, poll_after: 5 },
        expires_at: expect.stringMatching(/^\d{4}-/),
      },
    ],
  });
});

test("the same evaluation again finds the same request, and is allowed once after the approval", async () => {
  const evaluation = newRefund();
  const { context } = await gateway.evaluate(evaluation);
  const request = context?.request ?? "";
  expect((await gateway.evaluate(evaluation)).context?.request).toBe(request);
  expect((await owner.approve(request)).ok).toBe(true);
  expect(await gateway.evaluate(evaluation)).toEqual({ decision: true, context: { request } });
  const next = await gateway.evaluate(evaluation);
  expect(next).toMatchObject({ decision: false, context: { id: "pending" } });
  expect(next.context?.request).not.toBe(request);
});

test("invariant 5: twenty simultaneous evaluations after one approval are allowed once", async () => {
  const evaluation = newRefund();
  const { context } = await gateway.evaluate(evaluation);
  await owner.approve(context?.request ?? "");
  const answers = await Promise.all(Array.from({ length: 20 }, () => gateway.evaluate(evaluation)));
  expect(answers.filter(({ decision }) => decision)).toHaveLength(1);
});

test("an evaluation that differs in one property doesn't get the approval", async () => {
  const evaluation = newRefund();
  const { context } = await gateway.evaluate(evaluation);
  await owner.approve(context?.request ?? "");
  const changed = { ...evaluation, resource: { ...evaluation.resource, properties: { note: "x" } } };
  expect(await gateway.evaluate(changed)).toMatchObject({ decision: false });
  expect(await gateway.evaluate(evaluation)).toMatchObject({ decision: true });
});

test("a denial has the approver's reason, and its code", async () => {
  const evaluation = newRefund();
  const { context } = await gateway.evaluate(evaluation);
  await owner.post(`/api/requests/${context?.request}/denials`, {
    ...{ reason_code: "wrong_target", reason: "Wrong charge." },
  });
  const denied = await gateway.evaluate(evaluation);
  const about = { id: "denied", request: context?.request, reason_code: "wrong_target" };
  expect(denied).toMatchObject({ decision: false, context: about });
  expect(denied.context?.reason_user?.en).toContain("Wrong charge.");
});

test("an evaluation with Prefer: wait gets the decision as soon as it is made", async () => {
  const evaluation = newRefund();
  const { context } = await gateway.evaluate(evaluation);
  const waiting = gateway.evaluate(evaluation, { prefer: "respond-async, wait=30" });
  await owner.approve(context?.request ?? "");
  expect(await waiting).toEqual({ decision: true, context: { request: context?.request } });
});

test.each([
  ["another agent", () => other.subject],
  ["a user with the agent's ID", () => ({ type: "user", id: agent.id })],
  ["an unknown agent", () => ({ type: "agent", id: "agt_1" })],
])("invariant 16: a token decides nothing for %s", async (_, subject) => {
  const answer = await gateway.evaluate({ ...gateway.refund(50), subject: subject() });
  expect(answer).toMatchObject({ decision: false, context: { id: "wrong_subject" } });
});

test("invariant 16: another agent's token doesn't get the approval", async () => {
  const evaluation = newRefund();
  const { context } = await gateway.evaluate(evaluation);
  await owner.approve(context?.request ?? "");
  expect(await other.evaluate({ ...evaluation, subject: other.subject })).toMatchObject({ decision: false });
  expect(await gateway.evaluate(evaluation)).toMatchObject({ decision: true });
});

test.each([
  ["no token", ""],
  ["an unknown token", `Bearer cst_${"a".repeat(43)}`],
  ["another scheme", "Basic YTpi"],
])("a call with %s is not authenticated", async (_, authorization) => {
  const answer = await gateway.post(gateway.refund(50), { headers: { authorization } });
  expect([answer.status, await answer.json()]).toEqual([401, expect.any(String)]);
  expect(answer.headers.get("www-authenticate")).toContain("Bearer");
});

test("a revoked token and an expired one are not authenticated", async () => {
  const [revoked, expired] = [
    await AuthzenGateway.open(workspace, agent, owner),
    await AuthzenGateway.open(workspace, agent, owner),
  ];
  const { now } = workspace.time;
  await workspace.db.update(agentKeys).set({ revokedAt: now }).where(eq(agentKeys.id, revoked.keyId));
  await workspace.db.update(agentKeys).set({ expiresAt: now }).where(eq(agentKeys.id, expired.keyId));
  for (const ended of [revoked, expired]) expect((await ended.post(ended.refund(50))).status).toBe(401);
});

/** Resolves when a call begins to wait for a decision. */
async function nextSubscription(): Promise<void> {
  const { events } = workspace.runtime;
  await new Promise<void>((resolve) => {
    vi.spyOn(events, "subscribe").mockImplementationOnce((...args) => {
      resolve();
      return events.subscribe(...args);
    });
  });
}

test.each([
  ["is revoked", () => ({ revokedAt: addSeconds(workspace.time.now, -1) })],
  ["expires", () => ({ expiresAt: workspace.time.now })],
])("a token that %s while the evaluation waits redeems nothing", async (_, ended) => {
  const ending = await AuthzenGateway.open(workspace, agent, owner);
  const evaluation = newRefund();
  const { context } = await ending.evaluate(evaluation);
  const listens = nextSubscription();
  const waiting = ending.post(evaluation, { headers: { prefer: "wait=30" } });
  await listens;
  await workspace.db.update(agentKeys).set(ended()).where(eq(agentKeys.id, ending.keyId));
  await owner.approve(context?.request ?? "");
  expect(await (await waiting).json()).toMatchObject({ decision: false });
  const grants = await workspace.db
    .$client`select state from grants where request_id = ${context?.request ?? ""}`;
  expect(grants).toMatchObject([{ state: "issued" }]);
});

test("a quarantined agent gets no yes", async () => {
  const held = await AuthzenGateway.open(workspace, await workspace.agent(admin, owner), owner);
  const { now } = workspace.time;
  await holdAgent(workspace.db, { actor: owner.viewer, agentId: held.agent.id, reason: "Odd", now });
  expect(await held.evaluate(held.refund(50))).toMatchObject({ decision: false, context: { id: "refused" } });
});

test("without the database there is no decision", async () => {
  const { db } = await createTestDatabase();
  await db.$client.end();
  startRuntime({ ...workspace.runtime, db });
  try {
    const answer = await gateway.post(gateway.refund(50));
    expect([answer.status, await answer.json()]).toEqual([500, expect.any(String)]);
  } finally {
    startRuntime(workspace.runtime);
  }
});
