import { expect, test, vi } from "vitest";
import { api } from "#app/api/index";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { startRuntime } from "#app/runtime/runtime";
import { addSeconds } from "#lib/kernel/clock";
import { inTime } from "../testing/ask-and-wait.ts";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();

interface Pending {
  request: { id: string };
  wait: { token: string; expires_at: string };
}

async function pendingRequest(agent?: Awaited<ReturnType<typeof workspace.agent>>): Promise<Pending> {
  const asking = agent ?? (await workspace.agent(admin, owner));
  return (await (await asking.ask({ action: refund(1250) })).json()) as Pending;
}

/** A wait, and how its caller hangs up. */
function waitFor({ request, wait }: Pending, { query = "?wait=60", accept = "application/json" } = {}) {
  const caller = new AbortController();
  const headers = { authorization: `Bearer ${wait.token}`, accept };
  const init = { headers, signal: caller.signal };
  const response = Promise.resolve(api.request(`/api/v1/requests/${request.id}${query}`, init));
  return { response, hangUp: () => caller.abort() };
}

type Wait = ReturnType<typeof waitFor>;

function fourWaits(pending: Pending, options = {}): Wait[] {
  return Array.from({ length: 4 }, () => waitFor(pending, options));
}

async function refusalOf({ response }: Wait) {
  const answer = await inTime(response);
  // The body of a stream that is open would not end.
  if (answer.status === 200) return [answer.status];
  return [answer.status, await codeOf(answer), answer.headers.get("retry-after")];
}

const refused = [429, "rate_limited", "1"];

test("of five waits at a time under one wait token, four wait for the decision and the fifth is refused", async () => {
  const pending = await pendingRequest();
  const waits = [...fourWaits(pending), waitFor(pending)];
  const first = await inTime(Promise.race(waits.map(({ response }) => response)));
  expect(first.status).toBe(429);
  expect((await owner.approve(pending.request.id)).status).toBe(201);
  const statuses = await Promise.all(waits.map(async ({ response }) => (await response).status));
  expect(statuses.sort()).toEqual([200, 200, 200, 200, 429]);
});

test("a wait whose caller hangs up frees its slot for the next wait", async () => {
  const pending = await pendingRequest();
  const waits = fourWaits(pending);
  expect(await refusalOf(waitFor(pending))).toEqual(refused);
  waits[0]?.hangUp();
  await waits[0]?.response;
  const next = waitFor(pending);
  expect(await refusalOf(waitFor(pending))).toEqual(refused);
  await owner.approve(pending.request.id);
  expect((await next.response).status).toBe(200);
});

test("a wait that times out frees its slot for the next wait", async () => {
  const pending = await pendingRequest();
  const waits = fourWaits(pending, { query: "?wait=30" });
  expect(await refusalOf(waitFor(pending))).toEqual(refused);
  workspace.time.now = addSeconds(workspace.time.now, 31);
  workspace.runtime.events.announce(`request/${pending.request.id}`);
  for (const { response } of waits) expect((await response).status).toBe(200);
  const next = fourWaits(pending);
  expect(await refusalOf(waitFor(pending))).toEqual(refused);
  await owner.approve(pending.request.id);
  for (const { response } of next) expect((await response).status).toBe(200);
});

test("a call without waiting is answered, for any number of open waits", async () => {
  const pending = await pendingRequest();
  const waits = fourWaits(pending);
  expect(await refusalOf(waitFor(pending))).toEqual(refused);
  expect((await waitFor(pending, { query: "" }).response).status).toBe(200);
  for (const { hangUp } of waits) hangUp();
});

test("an event stream counts as a wait for as long as it is open", async () => {
  const pending = await pendingRequest();
  const stream = { query: "", accept: "text/event-stream" };
  const streams = fourWaits(pending, stream);
  const responses = await Promise.all(streams.map(({ response }) => response));
  const bodies = responses.map((response) => response.text());
  expect(await refusalOf(waitFor(pending, stream))).toEqual(refused);
  expect(await refusalOf(waitFor(pending))).toEqual(refused);
  await owner.approve(pending.request.id);
  for (const body of bodies) expect(await body).toContain('"state":"approved"');
  expect((await waitFor(pending, stream).response).status).toBe(200);
});

test("a stream whose caller hangs up frees its slot for the next wait", async () => {
  const pending = await pendingRequest();
  const stream = { query: "", accept: "text/event-stream" };
  const streams = fourWaits(pending, stream);
  const responses = await Promise.all(streams.map(({ response }) => response));
  expect(await refusalOf(waitFor(pending, stream))).toEqual(refused);
  streams[0]?.hangUp();
  await responses[0]?.body?.cancel();
  // The stream may be reading the request's state when its caller hangs up, and ends after that.
  const next = await vi.waitFor(async () => {
    const wait = waitFor(pending, stream);
    expect((await wait.response).status).toBe(200);
    return wait;
  }, 15_000);
  expect(await refusalOf(waitFor(pending, stream))).toEqual(refused);
  for (const { hangUp } of [...streams, next]) hangUp();
});

test.each([
  ["a look", { query: "" }],
  ["a wait", { query: "?wait=60" }],
  ["a stream", { query: "", accept: "text/event-stream" }],
])("a wait token that has expired gets nothing by %s, although it was right", async (_, options) => {
  const pending = await pendingRequest();
  const { now } = workspace.time;
  const end = Date.parse(pending.wait.expires_at);
  workspace.time.now = new Date(end - 1);
  expect((await waitFor(pending, options).response).status).toBe(200);
  workspace.time.now = new Date(end);
  const answer = await waitFor(pending, options).response;
  expect([answer.status, await codeOf(answer)]).toEqual([401, "invalid_wait_token"]);
  workspace.time.now = now;
});

test("one agent has a limit of waits over all its requests, and an answered wait frees its slot", async () => {
  const { config } = workspace.runtime;
  startRuntime({ ...workspace.runtime, config: { ...config, waitsPerAgent: 2 } });
  const agent = await workspace.agent(admin, owner);
  const pending = [await pendingRequest(agent), await pendingRequest(agent), await pendingRequest(agent)];
  const waits = pending.map((request) => ({ request, ...waitFor(request) }));
  const refusedWait = await inTime(
    Promise.race(waits.map(async (wait) => ({ wait, status: (await wait.response).status }))),
  );
  expect(refusedWait.status).toBe(429);
  const [answered, open] = waits.filter((wait) => wait !== refusedWait.wait);
  await owner.approve(answered?.request.request.id ?? "");
  expect((await answered?.response)?.status).toBe(200);
  const next = waitFor(refusedWait.wait.request);
  await owner.approve(refusedWait.wait.request.request.id);
  expect((await next.response).status).toBe(200);
  open?.hangUp();
  startRuntime(workspace.runtime);
});
