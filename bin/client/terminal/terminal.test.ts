import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { serve } from "#app/api/boundary/testing/serve";
import { decisionState, refund, requestRefund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { addSeconds } from "#lib/kernel/clock";
import { endSession } from "#lib/sessions/session";
import { issueTerminalCode } from "#lib/sessions/terminals";
import { main } from "../main.ts";
import { startFakeServer } from "../testing/fake-server.ts";
import { expectHarmless, hostile } from "../testing/hostile-text.ts";
import { testIo } from "../testing/test-io.ts";

const { workspace, owner, agent } = await RunningWorkspace.withAgent();
const { db, time } = workspace;
const { url } = await serve(workspace.runtime.config.origin);
const fake = await startFakeServer();
const home = mkdtempSync(join(tmpdir(), "countersign-terminal-"));
afterAll(() => rmSync(home, { recursive: true }));
const path = join(home, "countersign", "session");
mkdirSync(dirname(path));

beforeEach(() => {
  // Limits count per minute.
  time.now = addSeconds(time.now, 61);
});

async function run(args: string[], stdin = "") {
  const io = testIo({ env: { XDG_CONFIG_HOME: home }, stdin, now: () => time.now.getTime() });
  return { code: await main(args, io), io };
}

async function signIn() {
  const { code } = await issueTerminalCode(db, { actor: owner.viewer, now: time.now });
  const done = await run(["login", "--url", url], `${code}\n`);
  expect(done.code).toBe(0);
  return done.io;
}

/** A session that was stored by hand, for a scripted server. */
function storeSession(of: object = {}, mode = 0o600) {
  rmSync(path, { force: true });
  writeFileSync(path, JSON.stringify({ url: fake.url, token: `cstm_${"a".repeat(43)}`, ...of }), { mode });
}

test("a login names the person, and stores the token for the user alone without printing it", async () => {
  const io = await signIn();
  const { token } = JSON.parse(readFileSync(path, "utf8"));
  expect(token).toMatch(/^cstm_/);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(io.stderr).toContain("Signed in as Olga Owner until ");
  expect(`${io.stdout}${io.stderr}`).not.toContain(token);
});

test("a refused login keeps the session that there is, and leaves no other file", async () => {
  await signIn();
  const before = readFileSync(path, "utf8");
  writeFileSync(`${path}.new`, "of a login that was killed");
  expect((await run(["login", "--url", url], "0000-0000-0000")).code).toBe(20);
  expect(readFileSync(path, "utf8")).toBe(before);
  expect(existsSync(`${path}.new`)).toBe(false);
});

test("requests are listed, as text and as JSON, and one is denied with a reason", async () => {
  await signIn();
  const id = await requestRefund(agent);
  const { io } = await run(["requests", "list"]);
  expect(io.stdout).toContain(`${id}\n  agent     Refund bot\n  action    `);
  expect(io.stdout).toContain("charge/ch_81");
  const json = JSON.parse((await run(["requests", "list", "--json"])).io.stdout);
  expect(json.requests).toMatchObject([{ id }]);
  const denied = await run(["requests", "deny", id, "--reason", "Wrong customer"]);
  expect([denied.code, denied.io.stderr]).toEqual([0, `${id} is denied.\n`]);
  expect(await decisionState(db, id)).toMatchObject({ state: "denied" });
  expect((await run(["requests", "deny", id])).code).toBe(21);
  const none = await run(["requests", "list"]);
  expect([none.io.stdout, none.io.stderr]).toEqual(["", "No requests wait for you.\n"]);
});

test("open prints the request's address and opens a browser there, and changes nothing", async () => {
  await signIn();
  const id = await requestRefund(agent);
  const { code, io } = await run(["requests", "open", id]);
  const address = `${url}/requests/${id}`;
  expect([code, io.stdout, io.opened]).toEqual([0, `${address}\n`, [address]]);
  expect(await decisionState(db, id)).toMatchObject({ state: "pending" });
});

test("text of agents can't act on the terminal, or begin a line", async () => {
  storeSession();
  const action = {
    type: hostile,
    title: hostile,
    risk: hostile,
    content: [hostile],
    amount: { value: hostile },
  };
  const request = { id: hostile, agent: { name: hostile }, action, expires_at: hostile };
  for (const more of [[], ["--json"]]) {
    fake.answers(() => ({ status: 200, body: { requests: [request], has_more: false } }));
    const { io } = await run(["requests", "list", ...more]);
    expect(io.stdout).toContain("VALID. Forged");
    expectHarmless(io);
  }
  fake.answers(() => ({ status: 409, body: { code: "conflict", detail: hostile } }));
  expectHarmless((await run(["requests", "deny", "req_1"])).io);
  fake.answers(() => ({
    status: 201,
    body: { token: "cstm_a", person: { name: hostile }, expires_at: hostile },
  }));
  expectHarmless((await run(["login", "--url", fake.url], "0000-0000-0000")).io);
});

test("a person freezes all agents", async () => {
  await signIn();
  const { code, io } = await run(["freeze", "--all", "--reason", "Odd calls"]);
  expect([code, io.stderr]).toEqual([
    0,
    "All agents are frozen. An admin can release them with a passkey.\n",
  ]);
  expect((await agent.ask({ action: refund(20) })).status).toBe(403);
  expect((await run(["freeze", "--all"])).code).toBe(21);
});

test("a logout ends the session on the server and removes the token, also one that has ended", async () => {
  await signIn();
  const kept = readFileSync(path, "utf8");
  expect((await run(["logout"])).code).toBe(0);
  expect(existsSync(path)).toBe(false);
  writeFileSync(path, kept, { mode: 0o600 });
  expect((await run(["requests", "list"])).code).toBe(20);
  expect((await run(["logout"])).code).toBe(0);
  expect(existsSync(path)).toBe(false);
});

test("a terminal whose browser signed out says to sign in", async () => {
  await signIn();
  await endSession(db, { ...owner.viewer, now: time.now });
  const { code, io } = await run(["requests", "list"]);
  expect([code, io.stderr]).toEqual([20, expect.stringContaining("Run countersign login")]);
});

test.each<[string, () => void]>([
  ["without a session", () => rmSync(path, { force: true })],
  ["with a file that others can read", () => storeSession({}, 0o644)],
  ["with a session for a plain http server", () => storeSession({ url: "http://countersign.example" })],
  ["with a token of another kind", () => storeSession({ token: `cspt_${"a".repeat(43)}` })],
])("%s, nothing is sent", async (_, prepare) => {
  fake.answers(() => ({ status: 200, body: { requests: [] } }));
  prepare();
  for (const args of [["requests", "list"], ["requests", "deny", "req_1"], ["freeze", "--all"], ["logout"]])
    expect((await run(args)).code, args.join(" ")).toBe(2);
  expect(fake.calls).toEqual([]);
});

test.each([
  [["requests"]],
  [["requests", "approve", "req_1"]],
  [["requests", "deny"]],
  [["requests", "deny", "../freeze"]],
  [["requests", "deny", "req_1", "req_2"]],
  [["requests", "list", "req_1"]],
  [["requests", "open", "req_1?x"]],
  [["freeze", "--all", "--self"]],
  [["freeze", "--all", "--id", "msg_1"]],
  [["login", "--url", "http://countersign.example"]],
  [["login"]],
])("%j is refused before anything is sent", async (args) => {
  storeSession();
  fake.answers(() => ({ status: 200, body: {} }));
  expect((await run(args)).code).toBe(2);
  expect(fake.calls).toEqual([]);
});

test("an answer that doesn't say that this request is denied is no success", async () => {
  storeSession();
  for (const request of [{ id: "req_2", state: "denied" }, { id: "req_1", state: "pending" }, undefined]) {
    fake.answers(() => ({ status: 201, body: { request } }));
    expect((await run(["requests", "deny", "req_1"])).code).toBe(31);
  }
  fake.answers(() => ({ status: 201, body: {} }));
  expect((await run(["login", "--url", fake.url], "0000-0000-0000")).code).toBe(31);
});
