import { expect, test, vi } from "vitest";
import { ClaudeCode } from "#app/api/boundary/testing/claude-code";
import { check, hookedAgent, send } from "#app/api/boundary/testing/hooked-agent";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { startRuntime } from "#app/runtime/runtime";
import { claudeCodeSettings } from "#components/agents/hook-settings.ts";
import { issueHookToken } from "#lib/agents/keys/add-key";
import { holdAgent } from "#lib/lifecycle/hold-agent";

const { workspace, admin } = await RunningWorkspace.open();
const { db, runtime, time } = workspace;
const { origin } = runtime.config;
startRuntime({ ...runtime, config: { ...runtime.config, hookHoldSeconds: 0, proxyHops: 1 } });
const owner = await workspace.person("Olga Owner", ["approver"], admin);
const { agent, claude, token } = await hookedAgent(workspace, { admin, owner });
const url = `${origin}/hooks/claude-code`;
const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
const call = claude.newCall("Bash", { command: "make deploy" });
const event = { hook_event_name: "PreToolUse", ...call };

/** The reason of a denial; fails for every other answer. */
async function denial(answer: Response): Promise<string> {
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/json"]);
  const { hookSpecificOutput: output } = (await answer.json()) as {
    hookSpecificOutput: Record<string, string>;
  };
  expect([output.hookEventName, output.permissionDecision]).toEqual(["PreToolUse", "deny"]);
  return output.permissionDecisionReason ?? "";
}

const post = (body: BodyInit, more: object = {}, address = url) =>
  send(address, { method: "POST", headers: { ...headers, ...more }, body });
const unknown = `cst_${"a".repeat(43)}`;
const wide = JSON.stringify({ ...event, tool_input: { content: "x".repeat(20_000) } });

/** A call that only a lenient reader understands, and that contains the name of a report. */
const nested = JSON.stringify(event).replace(
  /"tool_input":/,
  '"x":{"hook_event_name":"PostToolUse"},"tool_input":{"command":"ls"},"tool_input":',
);
const renamed = JSON.stringify(event).replace("{", '{"hook_event_name":"PostToolUse",');

test.each<[string, () => Promise<Response>]>([
  ["a longer address", () => post("{}", {}, `${url}/pre/x`)],
  ["GET", () => send(url, { headers })],
  ["PUT", () => send(url, { method: "PUT", headers, body: "{}" })],
  ["no token and the prefix of another gateway", () => send(`${origin}/hooks/envoy/items?force=1`)],
])("%s is a denial with the status 403, so that Envoy lets nothing through", async (_, answer) => {
  const { status, headers: answered } = await answer();
  expect([status, answered.get("content-type")]).toEqual([403, "application/json"]);
});

test.each<[string, () => Promise<Response>, string]>([
  ["without a token", () => post(JSON.stringify(event), { authorization: "" }), "no token"],
  ["with another kind of token", () => post("{}", { authorization: "Bearer cspt_a" }), "no token"],
  ["with an unknown token", () => post("{}", { authorization: `Bearer ${unknown}` }), "wrong"],
  ["with no JSON", () => post("make deploy"), "didn't run"],
  ["with an empty body", () => post(""), "didn't run"],
  ["with a duplicate name", () => post('{"tool_name":"Bash","tool_name":"Read"}'), "didn't run"],
  ["of another media type", () => post("{}", { "content-type": "text/plain" }), "Content-Type"],
  ["over a megabyte", () => post(`{"a":"${"x".repeat(2 ** 20)}"}`), "1024 KiB"],
  ["over the size of an action", () => post(wide), "16 KiB"],
  ["of an unknown event", () => post(JSON.stringify({ ...event, hook_event_name: "Stop" })), "doesn't know"],
  ["without a tool", () => post(JSON.stringify({ hook_event_name: "PreToolUse" })), "doesn't know"],
  [
    "of a tool that no request describes",
    () => post(JSON.stringify({ ...event, tool_name: "read" })),
    "describe",
  ],
  ["with a report inside its input", () => post(nested), "didn't run"],
  ["that is called a report twice", () => post(renamed), "didn't run"],
])("a call %s is denied, in JSON", async (_, answer, words) => {
  expect(await denial(await answer())).toContain(words);
});

test("a call while the database fails, or the process stops, is denied in JSON", async () => {
  const failing = new Proxy(db, {
    get: (target, name) => {
      if (name === "$client") throw new Error("secret detail");
      return Reflect.get(target, name);
    },
  });
  startRuntime({ ...runtime, db: failing });
  const reason = await denial(await post(JSON.stringify(event)));
  expect(reason).toContain("didn't run");
  expect(reason).not.toContain("secret");
  const stopping = new AbortController();
  stopping.abort();
  startRuntime({ ...runtime, closing: stopping.signal });
  expect(await denial(await post(JSON.stringify(event)))).toContain("repeat the same call");
  startRuntime({ ...runtime, config: { ...runtime.config, hookHoldSeconds: 0, proxyHops: 1 } });
});

test("an agent on hold is denied, with the reason", async () => {
  const held = await hookedAgent(workspace, { admin, owner });
  await holdAgent(db, { actor: owner.viewer, agentId: held.agent.id, reason: null, now: time.now } as never);
  expect((await held.claude.before(call)).reason).toContain("on hold");
});

test("a token asks nothing before its client's settings were checked", async () => {
  const { token: fresh } = await issueHookToken(db, {
    actor: owner.viewer,
    agentId: agent.id,
    now: time.now,
  });
  const unchecked = new ClaudeCode({ url, token: fresh, onFailure: "block" }, send);
  expect((await unchecked.before(call)).reason).toContain("countersign hook check");
  const settings = claudeCodeSettings({ origin, holdSeconds: 0 });
  const open = await check(
    origin,
    fresh,
    JSON.parse(JSON.stringify(settings).replace(',"onFailure":"block"', "")),
  );
  expect(open.status).toBe(422);
  expect(await open.json()).toMatchObject({ errors: [{ path: "/hooks/PreToolUse/0/hooks/0/onFailure" }] });
  expect((await unchecked.before(call)).reason).toContain("countersign hook check");
  expect((await check(origin, fresh, settings)).status).toBe(200);
  expect((await unchecked.before(call)).reason).toContain("/requests/req_");
});

test("unknown tokens from one address are limited, and the real token still asks", async () => {
  const forged = { authorization: `Bearer ${unknown}`, "x-forwarded-for": "192.0.2.7" };
  const reasons = [];
  for (let n = 0; n < 32; n++) reasons.push(await denial(await post("{}", forged)));
  expect(reasons[0]).toContain("wrong");
  expect(reasons.at(-1)).toContain("Too many calls");
  const real = await denial(await post(JSON.stringify(event), { "x-forwarded-for": "192.0.2.7" }));
  expect(real).toContain("/requests/req_");
});

test("a failure of the server reveals nothing and is logged", async () => {
  const logged = vi.spyOn(runtime.log, "error");
  startRuntime({ ...runtime, secret: undefined as never });
  expect(await denial(await post(JSON.stringify(event)))).toContain("didn't run");
  startRuntime(runtime);
  logged.mockRestore();
});
