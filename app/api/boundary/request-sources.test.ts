import { expect, test } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { startRuntime } from "#app/runtime/runtime";
import { issueHookToken } from "#lib/agents/keys/add-key";
import { newId } from "#lib/kernel/ids";
import { findRequestForViewer } from "#lib/requests/find-for-viewer";
import { listSources } from "#lib/requests/request-source";
import { AuthzenGateway } from "./testing/authzen-gateway.ts";
import { CallingBoundary } from "./testing/calling-boundary.ts";
import { Envoy } from "./testing/envoy.ts";
import { hookedAgent } from "./testing/hooked-agent.ts";
import { serve } from "./testing/serve.ts";
import { ToolHive } from "./testing/toolhive.ts";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db, time, runtime } = workspace;
startRuntime({ ...runtime, config: { ...runtime.config, hookHoldSeconds: 0 } });
const { agent, claude, keyId } = await hookedAgent(workspace, { admin, owner });
const boundary = await CallingBoundary.enroll(workspace, admin);

const sourceOf = async (requestId: string) =>
  (await findRequestForViewer(db, owner.viewer, requestId, time.now)).source;
const newest = async () => (await db.$client`select id from requests order by id desc limit 1`)[0]?.id;

let amount = 1000;
async function ask(more: object) {
  const action = {
    type: "refund.create",
    resource: "charge/ch_1",
    params: { amount: amount++, currency: "USD" },
  };
  const answer = await agent.ask({ action, ...more });
  return { status: answer.status, body: (await answer.json()) as { request: { id: string } } };
}

test("a request through an edge of this server names the edge and the credential", async () => {
  await claude.before(claude.newCall("Bash", { command: "make deploy" }));
  expect(await sourceOf(await newest())).toEqual({ edge: "claude-code", keyId, boundary: null });
  const gateway = await AuthzenGateway.open(workspace, agent, owner);
  const { context } = await gateway.evaluate(gateway.refund(1250));
  expect(await sourceOf(context?.request ?? "")).toMatchObject({ edge: "authzen", keyId: gateway.keyId });
  const issue = { actor: owner.viewer, agentId: agent.id, now: time.now };
  const { token, keyId: envoyKeyId } = await issueHookToken(db, issue);
  const envoy = new Envoy(await serve(runtime.config.origin), { token });
  const { body } = await envoy.check({ method: "DELETE", address: "/items/1" });
  expect(await sourceOf(JSON.parse(body).request)).toMatchObject({ edge: "envoy", keyId: envoyKeyId });
  const toolhive = await ToolHive.open(workspace, agent.id, owner);
  const { details } = await toolhive.ask(toolhive.call("create_refund"));
  expect(await sourceOf(details?.request ?? "")).toMatchObject({ edge: "toolhive", keyId: toolhive.keyId });
});

test("an ask that an agent signed names no edge, and a boundary only as the agent's claim", async () => {
  const named = await ask({ boundary: boundary.id });
  expect(await sourceOf(named.body.request.id)).toMatchObject({
    edge: null,
    boundary: { name: "Build machine", kind: "mcp" },
  });
  expect(await sourceOf((await ask({})).body.request.id)).toMatchObject({ edge: null, boundary: null });
});

test("an ID that no boundary has shows no boundary, and another text is refused", async () => {
  const unknown = await ask({ boundary: newId("bnd", time.now) });
  expect(await sourceOf(unknown.body.request.id)).toMatchObject({ boundary: null });
  expect((await ask({ boundary: "Claude Code hook" })).status).toBe(422);
  expect((await ask({ edge: "claude-code" })).status).toBe(422);
});

test("the boundary that a redemption named is shown, also for an ask without one", async () => {
  amount = 20;
  const action = { type: "refund.create", resource: "charge/ch_1", params: { amount, currency: "USD" } };
  const asked = (await (await agent.ask({ action })).json()) as { request: { id: string }; grant: string };
  const execution = { report_within: 60, boundary: boundary.id };
  expect((await agent.redeem(asked.grant, action, { execution })).status).toBe(200);
  expect(await sourceOf(asked.request.id)).toMatchObject({ boundary: { name: "Build machine" } });
});

test("an agent's sources are counted, latest first", async () => {
  const sources = await listSources(db, agent.id);
  expect(
    sources.map(({ source: { edge, boundary: by }, count }) => [edge ?? by?.name ?? null, count]),
  ).toEqual([
    ["Build machine", 2],
    [null, 2],
    ["toolhive", 1],
    ["envoy", 1],
    ["authzen", 1],
    ["claude-code", 1],
  ]);
});
