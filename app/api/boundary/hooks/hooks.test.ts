import { beforeEach, expect, test, vi } from "vitest";
import type { ClaudeCode } from "#app/api/boundary/testing/claude-code";
import { hookedAgent } from "#app/api/boundary/testing/hooked-agent";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { startRuntime } from "#app/runtime/runtime";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { defaults } from "#lib/policy/language/rule";
import { findVersion } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db, time, runtime } = workspace;
let agent: CallingAgent;
let claude: ClaudeCode;
let keyId: string;

const hold = (hookHoldSeconds: number) =>
  startRuntime({ ...runtime, config: { ...runtime.config, hookHoldSeconds } });

beforeEach(async () => {
  hold(60);
  ({ agent, claude, keyId } = await hookedAgent(workspace, { admin, owner }));
});

const deploy = () => claude.newCall("Bash", { command: "make deploy", description: "Deploy the shop" });

async function requestsOf() {
  return db.$client<{ id: string; state: string; action: string; reason: string | null; key: string }[]>`
    select id, state, action, reason, agent_key_id as key from requests where agent_id = ${agent.id} order by id desc`;
}

async function pendingOne(): Promise<string> {
  return vi.waitFor(
    async () => {
      const [newest] = await requestsOf();
      if (newest?.state !== "pending") throw new Error("not asked yet");
      return newest.id;
    },
    { timeout: 15_000 },
  );
}

async function grantStates(requestId: string) {
  const rows = await db.$client<{ state: string; execution: string }[]>`
    select g.state, e.state as execution from grants g left join executions e on e.request_id = g.request_id
    where g.request_id = ${requestId}`;
  return rows.map(({ state, execution }) => [state, execution]);
}

test("a held call runs after its approval, with its grant redeemed", async () => {
  const running = claude.before(deploy());
  const requestId = await pendingOne();
  expect(await grantStates(requestId)).toEqual([]);
  expect((await owner.approve(requestId)).status).toBe(201);
  expect(await running).toEqual({ ran: true });
  expect(await grantStates(requestId)).toEqual([["redeemed", "expected"]]);
  const [request] = await requestsOf();
  expect(JSON.parse(request?.action ?? "")).toEqual({
    type: "shell.run",
    params: { command: "make deploy", directory: "/home/dev/shop" },
  });
  expect(request).toMatchObject({ reason: "Deploy the shop", key: keyId });
});

test("a call that no one decided in time does not run, and the same call picks the approval up once", async () => {
  hold(0);
  const first = await claude.before(deploy());
  const requestId = await pendingOne();
  expect(first.ran).toBe(false);
  expect(first.reason).toContain(`${runtime.config.origin}/requests/${requestId}`);
  expect(first.reason).toContain("repeat the same call");
  expect((await owner.approve(requestId)).status).toBe(201);
  expect((await claude.before({ ...deploy(), tool_input: { command: "make deploy -B" } })).ran).toBe(false);
  expect(await grantStates(requestId)).toEqual([["issued", null]]);
  expect(await claude.before(deploy())).toEqual({ ran: true });
  expect(await grantStates(requestId)).toEqual([["redeemed", "expected"]]);
  expect((await claude.before(deploy())).ran).toBe(false);
  expect(await pendingOne()).not.toBe(requestId);
});

test("while the process stops, an approved call redeems nothing, and the same call picks it up later", async () => {
  hold(0);
  await claude.before(deploy());
  const requestId = await pendingOne();
  expect((await owner.approve(requestId)).status).toBe(201);
  startRuntime({ ...runtime, closing: AbortSignal.abort() });
  expect((await claude.before(deploy())).reason).toContain("Repeat the same call");
  expect(await grantStates(requestId)).toEqual([["issued", null]]);
  hold(0);
  expect(await claude.before(deploy())).toEqual({ ran: true });
});

test("twenty identical simultaneous calls run once for one approval", async () => {
  hold(0);
  const command = { command: "make release" };
  await claude.before(claude.newCall("Bash", command));
  expect((await owner.approve(await pendingOne())).status).toBe(201);
  const endings = await Promise.all(
    Array.from({ length: 20 }, () => claude.before(claude.newCall("Bash", command))),
  );
  expect(endings.filter(({ ran }) => ran)).toHaveLength(1);
});

test("a denied call does not run, and the model reads the approver's reason", async () => {
  const running = claude.before(claude.newCall("Bash", { command: "rm -rf dist" }));
  const requestId = await pendingOne();
  await owner.post(`/api/requests/${requestId}/denials`, { reason: "Keep the build." });
  const ending = await running;
  expect(ending.ran).toBe(false);
  expect(ending.reason).toContain("Keep the build.");
  expect(await grantStates(requestId)).toEqual([]);
});

test("a command that a rule lists runs without a person, its grant redeemed, and another command waits", async () => {
  hold(0);
  const conditions = [
    { kind: "text" as const, param: "command", is: "one_of" as const, values: ["git status"] },
  ];
  const inShop = [
    { kind: "text" as const, param: "command", is: "one_of" as const, values: ["make test"] },
    { kind: "text" as const, param: "directory", is: "one_of" as const, values: ["/home/dev/shop"] },
    ...conditions.slice(1),
  ];
  const listed = { ...defaults, id: "status", title: "Allow git status", outcome: "allow" as const };
  const { rules } = await findVersion(db, 1);
  await publishPolicy(db, {
    actor: admin.viewer,
    rules: [
      ...rules,
      { ...listed, actions: ["shell.run"], conditions, enabled: true },
      { ...listed, id: "tests", actions: ["shell.run"], conditions: inShop, enabled: true },
    ],
    defaultOutcome: "step_up",
    expectedVersion: 1,
    now: time.now,
  });
  expect(await claude.before(claude.newCall("Bash", { command: "git status" }))).toEqual({ ran: true });
  const [allowed] = await requestsOf();
  expect(allowed?.state).toBe("allowed");
  expect(await grantStates(allowed?.id ?? "")).toEqual([["redeemed", "expected"]]);
  const sandbox = { command: "git status", dangerouslyDisableSandbox: true };
  for (const input of [sandbox, { command: "git status", tty: true }, { command: "git status -s" }])
    expect((await claude.before(claude.newCall("Bash", input))).ran).toBe(false);
  // The same command does something else in another directory.
  const tests = () => claude.newCall("Bash", { command: "make test" });
  claude.cwd = "/home/dev/shop";
  expect(await claude.before(tests())).toEqual({ ran: true });
  claude.cwd = "/home/dev/shop/../evil";
  expect((await claude.before(tests())).ran).toBe(false);
});

test("a token that is revoked while its call is held redeems nothing", async () => {
  const running = claude.before(deploy());
  const requestId = await pendingOne();
  // Without cancelling the request, as a revocation does at the same moment as the approval.
  await db.$client`update agent_keys set revoked_at = ${time.now.toISOString()} where id = ${keyId}`;
  expect((await owner.approve(requestId)).status).toBe(201);
  expect((await running).reason).toContain("revoked");
  expect(await grantStates(requestId)).toEqual([["issued", null]]);
});

test("a hook never picks up a request that was asked for with the agent's key", async () => {
  hold(0);
  const action = { type: "shell.run", params: { command: "make deploy", directory: claude.cwd } };
  const asked = await agent.call(
    `/api/v1/agents/${agent.id}/requests`,
    JSON.stringify({ action, pick_up: true }),
  );
  const { request } = (await asked.json()) as { request: { id: string } };
  await owner.approve(request.id);
  expect(await claude.before(claude.newCall("Bash", { command: "make deploy" }))).toMatchObject({
    ran: false,
  });
  const [row] = await workspace.db.$client`select state from grants where request_id = ${request.id}`;
  expect(row?.state).toBe("issued");
});

test("a held call ends with the number once a new version of the policy requires it", async () => {
  const running = claude.before(deploy());
  await pendingOne();
  const version = await currentPolicyVersion(db);
  const { rules } = await findVersion(db, version);
  const numbered = { ...defaults, id: "numbered", title: "Match a number", outcome: "step_up" as const };
  await publishPolicy(db, {
    actor: admin.viewer,
    rules: [...rules, { ...numbered, actions: ["shell.run"], numberMatching: true, enabled: true }],
    defaultOutcome: "step_up",
    expectedVersion: version,
    now: time.now,
  });
  const ending = await running;
  expect(ending.ran).toBe(false);
  expect(ending.reason).toMatch(/Number to match: \d\d\./);
});
