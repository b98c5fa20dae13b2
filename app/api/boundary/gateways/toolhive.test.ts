import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { ToolHive } from "#app/api/boundary/testing/toolhive";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { startRuntime } from "#app/runtime/runtime";
import { agentKeys } from "#db/schema/agents";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/kernel/clock";
import { holdAgent } from "#lib/lifecycle/hold-agent";

const { workspace, admin, owner, agent } = await RunningWorkspace.withAgent();
const { db, runtime, time } = workspace;
const toolhive = await ToolHive.open(workspace, agent.id, owner);
/** The process without waiting, so that a pending call is answered immediately. */
const unheld = { ...runtime, config: { ...runtime.config, hookHoldSeconds: 0 } };
startRuntime(unheld);

let nextTool = 0;
/** A call that no other test makes. */
const newCall = () => {
  const tool = `create_refund_${nextTool++}`;
  return () => toolhive.call(tool, { amount: 1250 });
};
const requests = async () => {
  const [row] = await db.$client<[{ count: number }]>`select count(*)::int as count from requests`;
  return row.count;
};

test("a call waits for its approval, passes once, and waits again", async () => {
  const call = newCall();
  const first = await toolhive.ask(call());
  const request = first.details?.request ?? "";
  const approval_url = `${runtime.config.origin}/requests/${request}`;
  expect(first).toMatchObject({
    version: "v0.1.0",
    allowed: false,
    code: 403,
    reason: "pending",
    details: { approval_url },
  });
  const [row] = await db.$client`select action, reason from requests where id = ${request}`;
  expect(JSON.parse(row?.action)).toMatchObject({
    type: expect.stringMatching(/^mcp\.payments\.create_refund/),
    params: { amount: 1250 },
  });
  expect(row?.reason).toBe("Called through ToolHive by user123");
  expect((await toolhive.ask(call())).details?.request).toBe(request);
  await owner.approve(request);
  expect(await toolhive.ask(call())).toMatchObject({ allowed: true, details: { request } });
  const next = await toolhive.ask(call());
  expect([next.allowed, next.details?.request === request]).toEqual([false, false]);
});

test("an answer, which is stored for replays, doesn't contain the number to match", async () => {
  const call = newCall();
  const { request = "" } = (await toolhive.ask(call())).details ?? {};
  const safeguards = { numberMatching: true, readingSeconds: 0, allowEdits: false };
  await db.$client`update requests set safeguards = ${JSON.stringify(safeguards)}::text::jsonb where id = ${request}`;
  const { reason, message } = await toolhive.ask(call());
  expect([reason, message]).toEqual(["pending", expect.not.stringContaining("Number")]);
});

test("the answer has the identifier and the version of the call", async () => {
  const payload = toolhive.payload(
    { jsonrpc: "2.0", id: 1, method: "tools/list" },
    { uid: "uid-7", version: "v0.2.0" },
  );
  expect(await toolhive.ask(payload)).toEqual({ version: "v0.2.0", uid: "uid-7", allowed: true });
});

test.each(["initialize", "tools/list", "resources/read", "prompts/get", "ping", "notifications/cancelled"])(
  "%s runs no tool, so it passes and asks no one",
  async (method) => {
    const before = await requests();
    expect(await toolhive.ask(toolhive.payload({ jsonrpc: "2.0", id: 1, method }))).toMatchObject({
      allowed: true,
    });
    expect(await requests()).toBe(before);
  },
);

test("the same bytes again get the same answer, and use no other approval", async () => {
  const call = newCall();
  const [asked, approved] = [call(), call()];
  const first = await toolhive.ask(asked);
  await owner.approve(first.details?.request ?? "");
  expect(await toolhive.ask(asked)).toEqual(first);
  const passed = await toolhive.ask(approved);
  expect(passed.allowed).toBe(true);
  const before = await requests();
  expect(await toolhive.ask(approved)).toEqual(passed);
  expect(await requests()).toBe(before);
});

test("of ten simultaneous sendings of the same bytes, one is decided", async () => {
  const payload = newCall()();
  const before = await requests();
  const answers = await Promise.all(Array.from({ length: 10 }, () => toolhive.ask(payload)));
  expect(await requests()).toBe(before + 1);
  // A sending that arrives after the decision gets the recorded answer.
  const reasons = answers.map(({ reason }) => reason);
  expect(reasons).toContain("pending");
  expect(reasons.filter((reason) => reason !== "pending" && reason !== "conflict")).toEqual([]);
  expect(answers.every(({ allowed }) => !allowed)).toBe(true);
});

test("recorded answers are forgotten when no signature of their time is valid any longer", async () => {
  const old = newCall()();
  await toolhive.ask(old);
  time.now = addSeconds(time.now, 901);
  await toolhive.ask(newCall()());
  const rows =
    await db.$client`select received_at from gateway_answers where received_at < ${addSeconds(time.now, -900).toISOString()}`;
  expect(rows).toEqual([]);
});

const other = await ToolHive.open(workspace, (await workspace.agent(admin, owner)).id, owner);
const seconds = () => Math.floor(time.now.getTime() / 1000);

test.each<[string, () => Parameters<ToolHive["post"]>[1], string]>([
  ["another secret", () => ({ secret: "whsec_forged" }), "invalid_signature"],
  ["the secret of another agent", () => ({ secret: other.secret }), "invalid_signature"],
  ["the address of another agent", () => ({ agentId: other.agentId }), "invalid_signature"],
  ["the address of no agent", () => ({ agentId: "agt_00000000000000000000000000" }), "invalid_signature"],
  ["an address that is no ID", () => ({ agentId: "%00" }), "invalid_signature"],
  ["an old timestamp", () => ({ atSeconds: seconds() - 301 }), "stale_timestamp"],
  ["a timestamp in the future", () => ({ atSeconds: seconds() + 301 }), "stale_timestamp"],
  [
    "another timestamp than the signed one",
    () => ({ headers: { "x-toolhive-timestamp": String(seconds() - 1) } }),
    "invalid_signature",
  ],
  ["no signature", () => ({ headers: { "x-toolhive-signature": undefined } }), "missing_signature"],
  ["no timestamp", () => ({ headers: { "x-toolhive-timestamp": undefined } }), "missing_signature"],
  ["another media type", () => ({ headers: { "content-type": "text/plain" } }), "unsupported_media_type"],
])("a call with %s isn't allowed, and the answer is JSON with the status 200", async (_, sending, reason) => {
  const before = await requests();
  const answer = await toolhive.ask(toolhive.payload({ method: "tools/list" }), sending());
  expect(answer).toMatchObject({ version: "v0.1.0", uid: "", allowed: false, reason });
  expect(await requests()).toBe(before);
});

test.each<[string, () => string]>([
  ["no JSON", () => "{"],
  ["an empty body", () => ""],
  ["a name twice", () => toolhive.payload({}).replace('"version"', '"uid":"x","version"')],
  ["a second method in another case", () => toolhive.payload({ method: "tools/list", Method: "tools/call" })],
  ["only a method in another case", () => toolhive.payload({ Method: "tools/call", params: { name: "x" } })],
  ["a batch of messages", () => toolhive.payload([{ method: "tools/list" }])],
  ["no message", () => toolhive.payload(undefined)],
  ["no context", () => toolhive.payload({ method: "tools/list" }, { context: null })],
  ["a tool without a name", () => toolhive.payload({ method: "tools/call", params: {} })],
  [
    "a server without a name",
    () => toolhive.payload({ method: "tools/call", params: { name: "x" } }, { context: { server_name: "" } }),
  ],
  ["a body over 64 KiB", () => toolhive.call("x", { text: "x".repeat(66_000) })],
])("a signed call with %s isn't allowed", async (_, payload) => {
  expect(await toolhive.ask(payload())).toMatchObject({ allowed: false });
});

test("a revoked secret and a secret of a quarantined agent allow nothing", async () => {
  const [revoked, quarantined] = [
    await ToolHive.open(workspace, agent.id, owner),
    await ToolHive.open(workspace, (await workspace.agent(admin, owner)).id, owner),
  ];
  await db.update(agentKeys).set({ revokedAt: time.now }).where(eq(agentKeys.id, revoked.keyId));
  expect(await revoked.ask(newCall()())).toMatchObject({ allowed: false, reason: "invalid_signature" });
  await holdAgent(db, { actor: owner.viewer, agentId: quarantined.agentId, reason: "Odd", now: time.now });
  expect(await quarantined.ask(newCall()())).toMatchObject({ allowed: false, reason: "refused" });
});

test("invariant 16: an approval is for its own agent alone", async () => {
  const call = newCall();
  const { details } = await toolhive.ask(call());
  await owner.approve(details?.request ?? "");
  expect(await other.ask(call())).toMatchObject({ allowed: false, reason: "pending" });
  expect(await toolhive.ask(call())).toMatchObject({ allowed: true });
});

test("without the database no call is allowed, also where ToolHive ignores failures", async () => {
  const { db: ended } = await createTestDatabase();
  await ended.$client.end();
  startRuntime({ ...unheld, db: ended });
  try {
    for (const payload of [newCall()(), toolhive.payload({ method: "tools/list" })])
      expect(await toolhive.ask(payload)).toMatchObject({ allowed: false });
  } finally {
    startRuntime(unheld);
  }
});

test("a call is held until the approval", async () => {
  const call = newCall();
  const { details } = await toolhive.ask(call());
  startRuntime(runtime);
  try {
    const held = toolhive.ask(call());
    await owner.approve(details?.request ?? "");
    expect(await held).toMatchObject({ allowed: true });
  } finally {
    startRuntime(unheld);
  }
});
