import { beforeEach, expect, test } from "vitest";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { setLabels } from "#lib/agents/set-labels";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { rule } from "#lib/policy/testing/judge";
import { publishPolicy } from "#lib/publishing/publish";

const { workspace, admin } = await RunningWorkspace.open();
const { db } = workspace;
let agent: CallingAgent;

const owner = await workspace.person("Olga", ["approver"], admin);
await publishPolicy(db, {
  actor: admin.viewer,
  rules: [
    rule({ id: "one", outcome: "step_up" }),
    rule({ id: "two", outcome: "step_up", approvals: 2, labels: ["careful"], requestTtlSeconds: 60 }),
    rule({ id: "frozen", outcome: "block", labels: ["frozen"] }),
    rule({ id: "matched", outcome: "step_up", numberMatching: true, labels: ["matched"] }),
  ],
  defaultOutcome: "step_up",
  expectedVersion: await currentPolicyVersion(db),
  now: workspace.time.now,
});

beforeEach(async () => {
  agent = await workspace.agent(admin, owner);
});

interface Asked {
  request: { id: string; state: string; close_reason?: string; approvals: { required: number } };
  wait: { url: string; token: string };
  grant?: string;
}

const asked = async () => (await (await agent.ask({ action: refund() })).json()) as Asked;
const now = async ({ wait }: Asked) => (await (await agent.follow(wait)).json()) as Asked;
const label = (...labels: string[]) =>
  setLabels(db, { actor: admin.viewer, agentId: agent.id, labels, now: workspace.time.now });
/** Changes labels as if at the same moment as an ask: neither sees the other. */
const labelUnseen = (label: string) =>
  db.$client`update agents set labels = array[${label}] where id = ${agent.id}`;

test("labels under which the policy blocks cancel the pending requests of that agent only", async () => {
  const [request, otherAgent] = [await asked(), await workspace.agent(admin, owner)];
  const others = (await (await otherAgent.ask({ action: refund() })).json()) as Asked;
  await label("frozen");
  expect((await now(request)).request).toMatchObject({
    state: "cancelled",
    close_reason: "blocked_by_policy",
  });
  expect((await now(others)).request.state).toBe("pending");
});

test("labels under which the policy requires more approvals and a shorter life apply to pending requests, and removing them loosens nothing", async () => {
  const request = await asked();
  await label("careful");
  expect((await now(request)).request).toMatchObject({ state: "pending", approvals: { required: 2 } });
  await label();
  expect((await owner.approve(request.request.id)).status).toBe(201);
  expect((await now(request)).request).toMatchObject({ state: "pending", approvals: { required: 2 } });
  workspace.time.now = new Date(workspace.time.now.getTime() + 61_000);
  expect((await now(request)).request.state).toBe("expired");
});

test("each approval evaluates the request again by the agent's current labels: a blocked request is refused and cancelled", async () => {
  const request = await asked();
  const credential = await owner.sign(request.request.id);
  await labelUnseen("frozen");
  const path = `/api/requests/${request.request.id}/approvals`;
  expect(await codeOf(await owner.post(path, { credential }))).toBe("blocked_by_policy");
  expect((await now(request)).request.state).toBe("cancelled");
});

test("each approval evaluates the request again by the agent's current labels: a request that needs more is refused and gets the higher requirement", async () => {
  const request = await asked();
  const credential = await owner.sign(request.request.id);
  await labelUnseen("careful");
  const path = `/api/requests/${request.request.id}/approvals`;
  expect(await codeOf(await owner.post(path, { credential }))).toBe("request_changed");
  expect((await now(request)).request).toMatchObject({ state: "pending", approvals: { required: 2 } });
});

test("each approval evaluates the request again by the agent's current labels: a request with stricter safeguards is refused and gets them", async () => {
  const { id } = (await asked()).request;
  const credential = await owner.sign(id);
  await labelUnseen("matched");
  expect(await codeOf(await owner.post(`/api/requests/${id}/approvals`, { credential }))).toBe(
    "request_changed",
  );
  const [row] = await db.$client`select safeguards from requests where id = ${id}`;
  expect(row?.safeguards).toMatchObject({ numberMatching: true });
});

test("an approved grant is not redeemed once the agent has labels under which the policy blocks", async () => {
  const request = await asked();
  expect((await owner.approve(request.request.id)).status).toBe(201);
  const { grant = "" } = await now(request);
  await label("frozen");
  expect(await codeOf(await agent.redeem(grant, refund()))).toBe("blocked_by_policy");
});
