import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test, vi } from "vitest";
import { api } from "#app/api/index";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { site } from "#app/api/testing/signed-in-person";
import { UncertainError } from "#lib/boundary/calls/port-error";
import { runCall } from "#lib/boundary/calls/run-call";
import type { Action } from "#lib/boundary/mapping/engine/action-of";
import { addSeconds } from "#lib/kernel/clock";
import { testIo } from "../testing/test-io.ts";
import { httpPort } from "./http-port.ts";

const { workspace, owner, agent } = await RunningWorkspace.withAgent();
const url = await listen();
const amounts = { allowed: 50, pending: 1250, blocked: 1_000_000 };
let charges = 0;

/** A refund of a charge of its own. */
const newRefund = (amount = amounts.allowed) =>
  refund(amount, { resource: `charge/ch_${++charges}` }) as Action;

function portTo({ skewSeconds = 0 } = {}) {
  const jwk = agent.privateKey.export({ format: "jwk" });
  const seed = Buffer.from(jwk.d ?? "", "base64url").toString("base64");
  const credentials = { url, issuer: site.origin, agent: agent.id, key: `whsk_${seed}` };
  const io = testIo({ now: () => addSeconds(workspace.time.now, skewSeconds).getTime() });
  return httpPort(io, credentials, { patienceSeconds: 5, reportPatienceSeconds: 60 });
}

function run(action: Action, more: object = {}, port = portTo()) {
  const forward = vi.fn(async () => ({ value: "refunded" }));
  const call = { action, holdSeconds: 20, reportWithinSeconds: 300, forward, ...more };
  return { forward: call.forward as typeof forward, result: runCall(port, call) };
}

const stateOf = async (requestId = "") => {
  const [row] = await workspace.db.$client`
    select r.state, g.state as grant, e.state as execution, e.error from requests r
    left join grants g on g.request_id = r.id left join executions e on e.request_id = r.id where r.id = ${requestId}`;
  return row;
};

test("an auto-approved call runs once, and its execution is in the request's history", async () => {
  const { result, forward } = run(newRefund());
  const ran = await result;
  expect(ran.kind === "ran" && (await ran.reported)).toBe(true);
  expect(forward).toHaveBeenCalledTimes(1);
  expect(await stateOf(ran.requestId)).toMatchObject({
    state: "allowed",
    grant: "redeemed",
    execution: "done",
  });
});

test("a call runs when its owner approves it with a passkey, and not before", async () => {
  let approved = false;
  const forward = vi.fn(async () => ({ value: approved }));
  const onPending = async ({ request }: { request: { id: string } }) => {
    expect((await owner.approve(request.id)).status).toBe(201);
    approved = true;
  };
  const { result } = run(newRefund(amounts.pending), {
    forward,
    onPending: (asked: never) => void onPending(asked),
  });
  expect(await result).toMatchObject({ kind: "ran", value: true });
});

test("of twenty calls that a boundary holds together, each runs when its own request is approved, and not before", async () => {
  const port = portTo();
  const asked: string[] = [];
  const approved = new Set<string>();
  const calls = Array.from({ length: 20 }, () => {
    let own = "";
    const onPending = ({ request }: { request: { id: string } }) => {
      own = request.id;
      asked.push(own);
    };
    const forward = vi.fn(async () => ({ value: approved.has(own) }));
    return run(newRefund(amounts.pending), { holdSeconds: 600, forward, onPending }, port);
  });
  await expect.poll(() => asked.length).toBe(20);
  for (const id of asked) {
    approved.add(id);
    expect((await owner.approve(id)).status).toBe(201);
  }
  for (const { result } of calls) expect(await result).toMatchObject({ kind: "ran", value: true });
});

test("after the time to hold, the same call finds the approved request; with another argument it asks anew", async () => {
  const action = newRefund(amounts.pending);
  const first = await run(action, { holdSeconds: 0 }).result;
  expect(first).toMatchObject({ why: "pending" });
  await owner.approve(first.requestId ?? "");
  const changed = { ...action, params: { ...action.params, amount: 1251 } };
  const other = run(changed, { holdSeconds: 0 });
  expect(await other.result).toMatchObject({ why: "pending" });
  expect((await other.result).requestId).not.toBe(first.requestId);
  expect(other.forward).not.toHaveBeenCalled();
  const same = await run(action, { holdSeconds: 0 }).result;
  expect(same).toMatchObject({ kind: "ran", requestId: first.requestId });
});

test("of two runs that race for one grant, one forwards and the other asks anew", async () => {
  const action = newRefund(amounts.pending);
  const first = await run(action, { holdSeconds: 0 }).result;
  await owner.approve(first.requestId ?? "");
  const runs = [run(action, { holdSeconds: 0 }), run(action, { holdSeconds: 0 })];
  const results = await Promise.all(runs.map(({ result }) => result));
  expect(results.map((one) => (one.kind === "stopped" ? one.why : one.kind)).sort()).toEqual([
    "pending",
    "ran",
  ]);
  expect(runs.flatMap(({ forward }) => forward.mock.calls).length).toBe(1);
  const pending = results.find(({ kind }) => kind === "stopped");
  expect(pending?.requestId).not.toBe(first.requestId);
});

test("five runs of the same auto-approved call each run once, each with its own request", async () => {
  const action = newRefund();
  const runs = Array.from({ length: 5 }, () => run(action));
  const results = await Promise.all(runs.map(({ result }) => result));
  expect(results.map(({ kind }) => kind)).toEqual(Array(5).fill("ran"));
  expect(new Set(results.map(({ requestId }) => requestId)).size).toBe(5);
});

test("a denial reaches the caller with the approver's reason, once", async () => {
  const action = newRefund(amounts.pending);
  const onPending = ({ request }: { request: { id: string } }) =>
    void owner.post(`/api/requests/${request.id}/denials`, { reason: "Wrong customer." });
  const { result, forward } = run(action, { onPending });
  expect(await result).toMatchObject({ why: "denied", message: expect.stringContaining("Wrong customer.") });
  expect(forward).not.toHaveBeenCalled();
});

test("a blocked call doesn't run", async () => {
  const { result, forward } = run(newRefund(amounts.blocked));
  expect(await result).toMatchObject({ why: "blocked" });
  expect(forward).not.toHaveBeenCalled();
});

test("a machine whose clock is wrong forwards nothing, and its message names the clock", async () => {
  for (const skewSeconds of [-400, 400]) {
    const { result, forward } = run(newRefund(), {}, portTo({ skewSeconds }));
    expect(await result).toMatchObject({
      why: "refused",
      code: "stale_timestamp",
      message: expect.stringContaining("clock"),
    });
    expect(forward).not.toHaveBeenCalled();
  }
});

test("a call without an answer is uncertain, and a failed one has failed, in the request's history", async () => {
  for (const [error, state] of [
    [new UncertainError("the connection closed"), "uncertain"],
    [new Error("no such charge"), "failed"],
  ] as const) {
    const result = await run(newRefund(), { forward: vi.fn().mockRejectedValue(error) }).result;
    expect(result.kind).toBe(state);
    expect("reported" in result && (await result.reported)).toBe(true);
    expect(await stateOf(result.requestId)).toMatchObject({ grant: "redeemed", execution: state });
  }
});

/** The real routes on a port. Their addresses are those of the workspace, so they are rewritten. */
async function listen(): Promise<string> {
  const server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  async function respond(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = "GET", headers } = request;
    const body = method === "GET" ? undefined : Buffer.concat(chunks);
    const answer = await api.request(request.url ?? "/", {
      method,
      headers: headers as Record<string, string>,
      body,
    });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(await answer.text());
  }
  return own;
}
