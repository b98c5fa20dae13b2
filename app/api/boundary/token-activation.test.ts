import { beforeEach, expect, test } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { startRuntime } from "#app/runtime/runtime";
import { claudeCodeSettings, codexSettings, cursorSettings } from "#components/agents/hook-settings.ts";
import { findAgent } from "#lib/agents/find-agent";
import { issueHookToken } from "#lib/agents/keys/add-key";
import { type HookClient, hookClients } from "#lib/boundary/hooks/action-of-hook";
import { Envoy } from "./testing/envoy.ts";
import { ForwardAuth } from "./testing/forward-auth.ts";
import { check, send } from "./testing/hooked-agent.ts";
import { serve } from "./testing/serve.ts";

const { workspace, admin } = await RunningWorkspace.open();
const { db, time, runtime } = workspace;
startRuntime({ ...runtime, config: { ...runtime.config, hookHoldSeconds: 0 } });
const { origin } = runtime.config;
const agent = await workspace.agent(admin, admin);
const server = await serve(origin);

let token: string;
let keyId: string;
beforeEach(async () => {
  ({ token, keyId } = await issueHookToken(db, { actor: admin.viewer, agentId: agent.id, now: time.now }));
});

const settings = { "claude-code": claudeCodeSettings, codex: codexSettings, cursor: cursorSettings };
const checked = (client: HookClient) =>
  check(origin, token, settings[client]({ origin, holdSeconds: 0 }), client);

const post = (path: string, body: unknown, more: object = {}) =>
  send(`${origin}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}`, ...more },
    body: JSON.stringify(body),
  });

let calls = 0;
const event = (more: object = {}) => ({
  ...{ session_id: "s1", cwd: "/work", hook_event_name: "PreToolUse", tool_use_id: `toolu_${calls}` },
  ...{ tool_name: "Bash", tool_input: { command: `make ${calls++}` }, ...more },
});
const hook = async (client: HookClient, more: object = {}) =>
  JSON.stringify(await (await post(`/hooks/${client}`, event(more))).json());
const refund = () => ({
  subject: { type: "agent", id: agent.id },
  action: { name: "refund.create", properties: { amount: 1250, currency: "USD" } },
  resource: { type: "charge", id: `charge-${calls++}` },
});
const authzen = async (headers = {}) =>
  JSON.stringify(await (await post("/access/v1/evaluation", refund(), headers)).json());
const forwardAuth = async (headers: string[] = []) =>
  (
    await new ForwardAuth(server, { token }).check({
      ...{ method: "DELETE", target: `/items/${calls++}`, headers, body: "" },
    })
  ).body;
const envoy = async (headers = {}) =>
  (await new Envoy(server, { token }).check({ method: "DELETE", address: `/items/${calls++}`, headers }))
    .body;

async function stateOf() {
  const { keys } = await findAgent(db, { viewer: admin.viewer, agentId: agent.id, now: time.now });
  const key = keys.find(({ id }) => id === keyId);
  const events = await db.$client<{ type: string }[]>`
    select type from audit_events where agent_id = ${agent.id} and type in ('agent_key.checked', 'agent_key.activated')
      and convert_from(body, 'UTF8')::jsonb -> 'subject' ->> 'key' = ${keyId} order by id`;
  return { edge: key?.edge, isActive: key?.firstCallAt !== null, events: events.map(({ type }) => type) };
}

test.each(hookClients)(
  "a token of %s is active after its first call, and not after the check",
  async (client) => {
    expect(await hook(client)).toContain("countersign hook check");
    expect(await stateOf()).toEqual({ edge: null, isActive: false, events: [] });
    expect(await (await checked(client)).json()).toMatchObject({ is_active: false });
    expect(await stateOf()).toEqual({ edge: client, isActive: false, events: ["agent_key.checked"] });
    const first = await hook(client);
    expect(first).toContain('"permissionDecision":"deny"');
    expect(first).toContain("/requests/req_");
    const events = ["agent_key.checked", "agent_key.activated"];
    expect(await stateOf()).toEqual({ edge: client, isActive: true, events });
    await hook(client);
    expect(await (await checked(client)).json()).toMatchObject({ is_active: true });
    expect(await stateOf()).toEqual({ edge: client, isActive: true, events });
  },
);

test.each([
  ["authzen", authzen],
  ["envoy", envoy],
] as const)(
  "a token of %s is active after its first call that isn't marked as a check",
  async (edge, call) => {
    expect(await call({ "x-countersign-check": "1" })).toContain("/requests/req_");
    expect(await stateOf()).toMatchObject({ edge: null, isActive: false });
    expect(await call()).toContain("/requests/req_");
    expect(await stateOf()).toEqual({ edge, isActive: true, events: ["agent_key.activated"] });
  },
);

test("a call through forward auth activates its token, also if the agent marks it as a check", async () => {
  expect(await forwardAuth(["x-countersign-check: 1"])).toContain("/requests/req_");
  expect(await stateOf()).toEqual({ edge: "envoy", isActive: true, events: ["agent_key.activated"] });
});

test("nothing but a call that is decided activates a token", async () => {
  await checked("codex");
  const report = { hook_event_name: "PostToolUse", tool_response: "ok" };
  expect(await hook("codex", report)).toBe("{}");
  expect(await hook("codex", { hook_event_name: "SessionStart" })).toContain('"deny"');
  expect(await hook("codex", { tool_input: { command: "\u0000" } })).toContain('"deny"');
  expect((await post("/hooks/codex/other", event())).status).toBe(403);
  expect(await stateOf()).toMatchObject({ isActive: false });
});

test("a token is for one client or gateway: no other may ask, and none checks settings with it", async () => {
  await checked("claude-code");
  expect(await hook("claude-code")).toContain("/requests/req_");
  for (const answer of [await hook("codex"), await authzen(), await envoy()]) {
    expect(answer).toContain("is for the Claude Code hook");
    expect(answer).not.toContain("/requests/req_");
  }
  const other = await checked("codex");
  expect([other.status, await other.text()]).toEqual([
    401,
    expect.stringContaining("is for the Claude Code hook"),
  ]);
  expect(await stateOf()).toMatchObject({ edge: "claude-code", isActive: true });
});

test("of simultaneous first calls at two gateways, one activates the token and only its calls are decided", async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? authzen() : envoy())),
  );
  const { edge, events } = await stateOf();
  expect(events).toEqual(["agent_key.activated"]);
  const decided = answers.map((answer) => answer.includes("/requests/req_"));
  expect(decided).toEqual(answers.map((_, n) => (n % 2 === 0) === (edge === "authzen")));
});
