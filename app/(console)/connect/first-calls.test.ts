import { expect, test, vi } from "vitest";
import { CallingBoundary } from "#app/api/boundary/testing/calling-boundary";
import { check, send } from "#app/api/boundary/testing/hooked-agent";
import { confirmAndPerform, formOf } from "#app/testing/confirming";
import { profileOf } from "#components/agents/commands.ts";
import { type KindId, kinds } from "#components/agents/connect/kinds.ts";
import { cursorSettings } from "#components/agents/hook-settings.ts";
import { findAgent } from "#lib/agents/find-agent";
import { addSeconds } from "#lib/kernel/clock";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { rule } from "#lib/policy/testing/judge";
import { publishPolicy } from "#lib/publishing/publish";
import { keyAddition } from "../agents/[id]/key-addition.ts";
import type { Connected } from "./connected.ts";
import { openConnecting, textOf } from "./testing/connecting-people.ts";
import { machinesOf } from "./testing/machines.ts";

vi.setConfig({ testTimeout: 60_000 });
const connecting = await openConnecting();
const { workspace, admin, db, time, origin, credentials, connect, progressOf, run } = connecting;
const machines = machinesOf(connecting);
const deploy = { action: { type: "deploy.run", params: {} } };

test.each([
  ["mcp", "mcp.files.echo"],
  ["http", "http.get.api.example"],
] as const)(
  "an ask with the key of %s that didn't come through its boundary is no first call, also of the same type",
  async (kind, type) => {
    const connected = await connect(kind, `bare-${kind}`);
    await machines[kind].prepare?.(connected);
    for (const asked of [type, "deploy.run"])
      await run(`countersign ask ${asked} --profile ${profileOf(connected.agent)} --no-wait || test $? = 14`);
    expect(await progressOf(connected)).toMatchObject({ hasKey: true, firstCall: undefined });
    await machines[kind].call(connected);
    expect((await progressOf(connected)).firstCall).toMatchObject({ state: "pending" });
  },
);

test("the calls of an agent's earlier clients tick no step of a new one", async () => {
  const agent = await workspace.agent(admin, admin);
  await agent.ask(deploy);
  time.now = addSeconds(time.now, 1);
  const fields = formOf({ agentId: agent.id, connects: "claude-code", ...credentials.token });
  const connected = await confirmAndPerform(keyAddition, admin, fields);
  await agent.ask(deploy);
  expect(await progressOf(connected)).toEqual({ hasKey: true, isChecked: false, firstCall: undefined });
  await machines["claude-code"].prepare?.(connected);
  await machines["claude-code"].call(connected);
  expect((await progressOf(connected)).firstCall).toMatchObject({ state: "pending" });
});

test("of two clients that get their credentials in two tabs, each ticks its own steps alone", async () => {
  const { id: agentId } = await workspace.agent(admin, admin);
  const add = (connects: KindId) => {
    time.now = addSeconds(time.now, 1);
    const credential = credentials[kinds[connects].credential];
    return confirmAndPerform(keyAddition, admin, formOf({ agentId, connects, ...credential }));
  };
  const tabs: KindId[] = ["claude-code", "ci", "curl", "cursor"];
  const opened: Connected[] = [];
  for (const kind of tabs) opened.push(await add(kind));
  for (const [index, kind] of tabs.entries()) {
    const connected = opened[index] ?? expect.unreachable();
    await machines[kind].prepare?.(connected);
    await machines[kind].call(connected);
    const hasCall = async (one: Connected) => (await progressOf(one)).firstCall !== undefined;
    const called = await Promise.all(opened.map(hasCall));
    expect(called, kind).toEqual(tabs.map((_, other) => other <= index));
  }
});

test("a token that another client got instead ticks no step of the chosen client", async () => {
  const connected = await connect("claude-code", "Pasted into Cursor");
  const token = textOf(connected, "cst_");
  const settings = cursorSettings({ origin, holdSeconds: 0 });
  expect((await check(origin, token, settings, "cursor")).status).toBe(200);
  await machines.cursor.call(connected);
  expect(await progressOf(connected)).toMatchObject({ isChecked: false, firstCall: undefined });
});

test("a check of a gateway's address is no first call", async () => {
  const connected = await connect("gateway", "Checked first");
  const token = textOf(connected, "cst_");
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const body = JSON.stringify({
    subject: { type: "agent", id: connected.agent.id },
    action: { name: "deploy.run" },
    resource: { type: "cluster", id: "us" },
  });
  const check = { method: "POST", headers: { ...headers, "x-countersign-check": "1" }, body };
  expect((await send(`${origin}/access/v1/evaluation`, check)).status).toBe(200);
  expect((await progressOf(connected)).firstCall).toBeUndefined();
});

test("a person who can't read the agent's requests sees no first call", async () => {
  const connected = await connect("gateway", "Seen by its owner");
  await machines.gateway.call(connected);
  const sam = await workspace.person("Sam", ["approver"], admin);
  expect((await progressOf(connected, sam)).firstCall).toBeUndefined();
});

test("a call at a boundary counts when it is redeemed to be reported, or when the boundary is registered", async () => {
  const echo = { type: "mcp.files.echo", title: "Echo", risk: "read", schema: {} } as const;
  await publishPolicy(db, {
    ...{ actor: admin.viewer, now: time.now, expectedVersion: await currentPolicyVersion(db) },
    rules: [rule({ actions: [echo.type], outcome: "allow" })],
    catalog: [{ ...echo, amountParam: null, currencyParam: null }],
    ...{ defaultOutcome: "step_up", unclassified: "allow" },
  });
  const boundary = await CallingBoundary.enroll(workspace, admin);
  const firstCallOf = async (through: "mcp" | "http", ask: object) => {
    const agent = await workspace.agent(admin, admin);
    const { keys } = await findAgent(db, { viewer: admin.viewer, agentId: agent.id, now: time.now });
    expect((await agent.ask(ask)).status).toBeLessThan(300);
    const since = time.now.toISOString();
    const awaits = { agentId: agent.id, credential: keys[0]?.id ?? "", through, since };
    return (await progressOf({ awaits })).firstCall?.state;
  };
  const redeem = { redeem: true, execution: { report_within: 30 }, pick_up: true };
  const named = { ...deploy, boundary: boundary.id };
  expect(await firstCallOf("mcp", { action: { type: echo.type, params: {} }, ...redeem })).toBe("allowed");
  expect(await firstCallOf("mcp", { ...deploy, pick_up: true })).toBeUndefined();
  expect(await firstCallOf("mcp", named)).toBe("pending");
  expect(await firstCallOf("http", named)).toBeUndefined();
});
