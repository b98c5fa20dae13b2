import { expect, test, vi } from "vitest";
import { UncertainError } from "#lib/boundary/calls/port-error";
import { runCall } from "#lib/boundary/calls/run-call";
import { readCredentials } from "../agent/credentials.ts";
import { action, agent, grantFor, openAgentSide, redeemed } from "../testing/agent-side.ts";
import type { FakeAnswer } from "../testing/fake-server.ts";
import { testIo } from "../testing/test-io.ts";
import { httpPort } from "./http-port.ts";

const { server, credentials, answer } = await openAgentSide();
const path = {
  ask: `/api/v1/agents/${agent}/requests`,
  redeem: "/api/v1/grants/redemptions",
  report: `/api/v1/agents/${agent}/requests/req_1/execution`,
};
const allowed = (more = {}) => answer("allowed", { grant: grantFor(), ...more });
const ok = redeemed;
/** The answer to an ask that redeemed its grant; `more` changes members of the redemption. */
const redeemedByAsk = (more = {}) => {
  const webhook_id = server.calls.at(-1)?.headers["webhook-id"];
  const redemption = { webhook_id, ...redeemed().body, ...more };
  return answer("allowed", { grant_state: "redeemed", redemption });
};
/** The answer to a retry of such an ask. */
const redeemedBefore = () =>
  answer("allowed", { grant_state: "redeemed", grant_redeemed_at: "2026-11-30T10:00:00.000Z" });
const problem = (status: number, code: string) => (): FakeAnswer => ({
  status,
  body: { code, detail: "Why not." },
});

function run(more: object = {}, port: { patienceSeconds?: number } = {}) {
  const io = testIo();
  const options = { patienceSeconds: 5, reportPatienceSeconds: 60, ...port };
  const countersign = httpPort(io, readCredentials(credentials), options);
  const forward = vi.fn(async () => ({ value: "refunded", resultSha256: "h".repeat(43) }));
  const call = { action, holdSeconds: 30, reportWithinSeconds: 300, forward, ...more };
  return { forward: call.forward as typeof forward, io, result: runCall(countersign, call) };
}

const bodies = () => server.calls.map(({ path: called, body }) => [called, body && JSON.parse(body)]);

const execution = { report_within: 300 };

test("an auto-approved call takes one answer of Countersign, and is reported", async () => {
  server.answers(redeemedByAsk, ok);
  const { result, forward } = run({ reason: "Billed twice" });
  const ran = await result;
  expect(ran.kind === "ran" && (await ran.reported)).toBe(true);
  expect(forward).toHaveBeenCalledTimes(1);
  expect(bodies()).toEqual([
    [path.ask, { action, reason: "Billed twice", pick_up: true, redeem: true, execution }],
    [path.report, expect.objectContaining({ request: "req_1", outcome: "done" })],
  ]);
});

test("invariant 21: an ask whose answer was lost after it redeemed its grant permits nothing: it is reported as not sent, and the call asks anew", async () => {
  server.answers(() => "drop", redeemedBefore, ok, redeemedByAsk, ok);
  const { result, forward } = run();
  const ran = await result;
  expect(ran.kind === "ran" && (await ran.reported)).toBe(true);
  expect(forward).toHaveBeenCalledTimes(1);
  const [lost, retry, report, anew] = server.calls;
  expect([lost?.path, retry?.path, report?.path, anew?.path]).toEqual([
    path.ask,
    path.ask,
    path.report,
    path.ask,
  ]);
  expect(retry?.headers["webhook-id"]).toBe(lost?.headers["webhook-id"]);
  expect(anew?.headers["webhook-id"]).not.toBe(lost?.headers["webhook-id"]);
  expect(JSON.parse(report?.body ?? "")).toMatchObject({ outcome: "failed" });
});

test.each<[string, () => FakeAnswer]>([
  ["another request's", () => redeemedByAsk({ request: { id: "req_2" } })],
  [
    "another audience's",
    () => redeemedByAsk({ grant: { ...redeemed().body.grant, audience: "https://x.example" } }),
  ],
  ["another ask's", () => redeemedByAsk({ webhook_id: "msg_replayed" })],
  ["no grant's", () => redeemedByAsk({ grant: undefined })],
  ["an issued grant's", () => redeemedByAsk({ grant: { ...redeemed().body.grant, state: "issued" } })],
  ["a person's", () => redeemedByAsk({ basis: "passkey" })],
  [
    "a pending request's",
    () => {
      const { body } = redeemedByAsk() as { body: object };
      return { status: 202, body: { ...body, ...(answer("pending") as { body: object }).body } };
    },
  ],
])("%s redemption in the answer to an ask isn't believed: nothing is forwarded", async (_, respond) => {
  server.answers(respond);
  const { result, forward } = run();
  expect(await result).toMatchObject({ kind: "stopped", why: "refused", code: "untrusted" });
  expect(forward).not.toHaveBeenCalled();
});

test("a client that goes away during the ask gets no call, and a grant that the ask redeemed is reported as not sent", async () => {
  const client = new AbortController();
  server.answers(() => {
    client.abort();
    return redeemedByAsk();
  }, ok);
  const { result, forward } = run({ signal: client.signal });
  const stopped = await result;
  expect(stopped).toMatchObject({ why: "aborted", requestId: "req_1" });
  expect(stopped.kind === "stopped" && (await stopped.reported)).toBe(true);
  expect(forward).not.toHaveBeenCalled();
});

test("a redemption in the answer to a wait isn't believed: nothing is forwarded", async () => {
  server.answers(() => answer("pending"), redeemedByAsk);
  const { result, forward } = run();
  expect(await result).toMatchObject({ kind: "stopped", why: "refused", code: "untrusted" });
  expect(forward).not.toHaveBeenCalled();
});

test("a call asks with pick_up, announces a report with the redemption, and reports", async () => {
  server.answers(allowed, ok, ok);
  const ran = await run({ reason: "Billed twice" }).result;
  expect(ran.kind === "ran" && (await ran.reported)).toBe(true);
  expect(bodies()).toEqual([
    [path.ask, { action, reason: "Billed twice", pick_up: true, redeem: true, execution }],
    [path.redeem, { grant: grantFor(), action, execution: { report_within: 300 } }],
    [
      path.report,
      { request: "req_1", outcome: "done", duration_ms: expect.any(Number), result_sha256: "h".repeat(43) },
    ],
  ]);
  const ids = server.calls.map(({ headers }) => headers["webhook-id"]);
  expect(new Set(ids).size).toBe(3);
});

test("a pending call is held until the approval", async () => {
  server.answers(() => answer("pending"), allowed, ok, ok);
  const onPending = vi.fn();
  const ran = await run({ onPending }).result;
  expect(ran.kind === "ran" && (await ran.reported)).toBe(true);
  expect(onPending).toHaveBeenCalledOnce();
  expect(server.calls[1]).toMatchObject({ method: "GET", path: "/api/v1/requests/req_1?wait=30" });
});

test("a call that is held for 30 days waits for its approval", async () => {
  const still = () => ({ ...answer("pending"), status: 200 });
  server.answers(() => answer("pending"), still, still, still, still, allowed, ok, ok);
  const ran = await run({ holdSeconds: 30 * 86_400 }).result;
  expect(ran.kind === "ran" && (await ran.reported)).toBe(true);
});

test("a call that is pending for longer than it is held stops with the address to approve at", async () => {
  const timers = vi.spyOn(globalThis, "setTimeout");
  const bounds: number[] = [];
  server.answers(
    () => answer("pending"),
    () => {
      const holds = timers.mock.calls.filter(([, ms = 0]) => ms > 300 && ms <= 500);
      bounds.push(...holds.map(([, ms = 0]) => ms));
      for (const [over] of holds) (over as () => void)();
      return holds.length > 0 ? "hang" : answer("denied");
    },
  );
  const { result, forward } = run({ holdSeconds: 0.5, now: () => 0 });
  await result;
  expect(bounds).not.toEqual([]);
  expect(await result).toMatchObject({ why: "pending", approvalUrl: `${server.url}/requests/req_1` });
  expect(forward).not.toHaveBeenCalled();
});

test("a client that goes away ends the wait", async () => {
  const client = new AbortController();
  server.answers(
    () => answer("pending"),
    () => {
      client.abort();
      return "hang";
    },
  );
  expect(await run({ signal: client.signal, holdSeconds: 60 }).result).toMatchObject({
    why: "aborted",
    requestId: "req_1",
  });
});

test("a denial passes on the approver's reason", async () => {
  const { status, body } = answer("denied") as { status: number; body: { request: object } };
  const denial = { by: "per_1", reason: "Wrong customer." };
  server.answers(() => ({ status, body: { ...body, request: { ...body.request, denial } } }));
  const { result, forward } = run();
  expect(await result).toMatchObject({ why: "denied", message: expect.stringContaining("Wrong customer.") });
  expect(forward).not.toHaveBeenCalled();
});

test.each<[string, () => FakeAnswer | "drop"]>([
  ["closes every connection", () => "drop"],
  ["answers 503", problem(503, "database_unavailable")],
  [
    "limits the agent",
    () => ({ status: 429, body: { code: "rate_limited" }, headers: { "retry-after": "2" } }),
  ],
  ["fails", problem(500, "internal")],
  ["is behind a broken proxy", () => ({ status: 500, body: "<html>" })],
])("when Countersign %s, nothing is forwarded", async (_, respond) => {
  for (const script of [[respond], [allowed, respond]]) {
    server.answers(...script);
    const { result, forward } = run();
    expect(await result).toMatchObject({ kind: "stopped", why: "unavailable" });
    expect(forward).not.toHaveBeenCalled();
  }
});

test("when Countersign doesn't listen at all, nothing is forwarded", async () => {
  const countersign = httpPort(
    testIo(),
    { ...readCredentials(credentials), url: "http://127.0.0.1:9" },
    { patienceSeconds: 1 },
  );
  const forward = vi.fn();
  const call = { action, holdSeconds: 1, reportWithinSeconds: 60, forward };
  expect(await runCall(countersign, call)).toMatchObject({ why: "unavailable" });
  expect(forward).not.toHaveBeenCalled();
});

test("a wrong clock stops the call with a message that names the clock", async () => {
  server.answers(problem(401, "stale_timestamp"));
  expect(await run().result).toMatchObject({ why: "refused", message: expect.stringContaining("clock") });
});

test("a block by policy stops the call", async () => {
  server.answers(problem(403, "blocked_by_policy"));
  expect(await run().result).toMatchObject({ why: "blocked", message: expect.stringContaining("Why not.") });
});

test.each<[string, () => FakeAnswer]>([
  ["no JSON", () => ({ status: 200 })],
  ["an empty object", () => ({ status: 200, body: {} })],
  ["no content", () => ({ status: 204 })],
  [
    "another grant",
    () => ({ status: 200, body: { ...redeemed().body, grant: { id: "gnt_2", state: "redeemed" } } }),
  ],
  ["another request", () => ({ status: 200, body: { ...redeemed().body, request: { id: "req_2" } } })],
  [
    "another state",
    () => ({ status: 200, body: { ...redeemed().body, grant: { id: "gnt_1", state: "issued" } } }),
  ],
])(
  "an answer to the redemption with %s doesn't count as a redemption: nothing is forwarded",
  async (_, respond) => {
    server.answers(allowed, respond);
    const { result, forward } = run();
    expect(await result).toMatchObject({ kind: "stopped", why: "refused", code: "untrusted" });
    expect(forward).not.toHaveBeenCalled();
  },
);

test("an answer to a report that isn't Countersign's doesn't count as a recorded report", async () => {
  server.answers(allowed, ok, () => ({ status: 200, body: {} }));
  const { result } = run();
  const ran = await result;
  expect(ran.kind === "ran" && (await ran.reported)).toBe(false);
});

test("a grant that another run of the same call redeemed isn't used: the call asks anew", async () => {
  server.answers(allowed, problem(409, "grant_already_redeemed"), allowed, ok, ok);
  const { result, forward } = run();
  const ran = await result;
  expect(ran.kind === "ran" && (await ran.reported)).toBe(true);
  expect(forward).toHaveBeenCalledTimes(1);
  expect(server.calls.map(({ path: called }) => called)).toEqual([
    path.ask,
    path.redeem,
    path.ask,
    path.redeem,
    path.report,
  ]);
});

test("a report is repeated until it arrives, and the call is not", async () => {
  server.answers(allowed, ok, () => "drop", problem(503, "busy"), ok);
  const { result, forward, io } = run({
    forward: vi.fn().mockRejectedValue(new UncertainError("no answer")),
  });
  const ran = await result;
  expect(ran.kind === "uncertain" && (await ran.reported)).toBe(true);
  expect(forward).toHaveBeenCalledTimes(1);
  expect(io.slept.length).toBe(2);
  const reports = server.calls.slice(2);
  expect(reports.map(({ body }) => JSON.parse(body).outcome)).toEqual([
    "uncertain",
    "uncertain",
    "uncertain",
  ]);
  expect(new Set(reports.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
});
