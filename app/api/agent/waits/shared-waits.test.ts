import { afterEach, expect, test, vi } from "vitest";
import { api } from "#app/api/index";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { startRuntime } from "#app/runtime/runtime";
import { addSeconds } from "#lib/kernel/clock";
import { type Answer, askedBy, inTime, waitFor } from "../testing/ask-and-wait.ts";
import { OpenWait } from "./open-wait.ts";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { runtime } = workspace;
const agent = await workspace.agent(admin, owner);

afterEach(() => startRuntime(runtime));

async function pendingRequests(count: number, by = agent): Promise<Answer[]> {
  return Promise.all(
    Array.from({ length: count }, () => askedBy(by, { action: refund(1250) }, crypto.randomUUID())),
  );
}

/** One wait for these requests. `change`: of the body. */
function sharedWait(requests: Answer[], change: object = {}, signal?: AbortSignal): Promise<Response> {
  const body = {
    wait: 60,
    requests: requests.map(({ request, wait }) => ({ id: request.id, token: wait.token })),
  };
  const headers = { "content-type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify({ ...body, ...change }), signal };
  return Promise.resolve(api.request("/api/v1/waits", init));
}

async function statesIn(waiting: Promise<Response>) {
  const response = await inTime(waiting);
  expect(response.status).toBe(200);
  const { answers } = (await response.json()) as { answers: Answer[] };
  return answers.map(({ request, grant }) => [request.id, request.state, grant !== undefined]);
}

/** A shared wait that has looked at its requests once, and found no news. */
async function heldWait(...given: Parameters<typeof sharedWait>) {
  const counted = vi.spyOn(OpenWait.prototype, "countFor");
  const response = sharedWait(...given);
  await vi.waitFor(() => expect(counted).toHaveBeenCalled());
  counted.mockRestore();
  return { response };
}

test("a wait for many requests returns the one that is decided, as soon as it is, with its grant", async () => {
  const all = await pendingRequests(3);
  const waiting = await heldWait(all);
  const second = all[1]?.request.id ?? "";
  await owner.approve(second);
  expect(await statesIn(waiting.response)).toEqual([[second, "approved", true]]);
  expect(await (await waitFor(all[0] as Answer)).json()).toMatchObject({ request: { state: "pending" } });
});

test("a wait for many requests returns each as it is now when its time is over", async () => {
  const all = await pendingRequests(2);
  const waiting = await heldWait(all, { wait: 30 });
  workspace.time.now = addSeconds(workspace.time.now, 31);
  workspace.runtime.events.announce(`request/${all[0]?.request.id}`);
  const states = await statesIn(waiting.response);
  expect(states.toSorted()).toEqual(all.map(({ request }) => [request.id, "pending", false]).toSorted());
});

test("invariant 9: a wait for many requests returns the one whose deadline passes", async () => {
  const [first] = await pendingRequests(1);
  const short = await askedBy(agent, { action: refund(1251), expires_in: 60 });
  workspace.time.now = new Date(short.request.expires_at);
  const waiting = sharedWait([first as Answer, short]);
  expect(await statesIn(waiting)).toEqual([[short.request.id, "expired", false]]);
});

test("with a wrong or expired token among the right ones, nothing is returned", async () => {
  const [one, two] = (await pendingRequests(2)) as [Answer, Answer];
  await owner.approve(one.request.id);
  const swapped = [one, { ...two, wait: one.wait }];
  const refused = await sharedWait(swapped);
  expect([refused.status, await codeOf(refused)]).toEqual([401, "invalid_wait_token"]);
  const { now } = workspace.time;
  workspace.time.now = addSeconds(new Date(two.request.expires_at), 3600);
  const expired = await sharedWait([one, two]);
  expect([expired.status, await codeOf(expired)]).toEqual([401, "invalid_wait_token"]);
  workspace.time.now = now;
});

test.each([
  ["no requests", { requests: [] }],
  ["more than a hundred requests", { requests: Array(101).fill({ id: "req_1", token: "x" }) }],
  ["no wait", { wait: 0 }],
  ["a wait longer than a minute", { wait: 61 }],
  ["an unknown member", { seconds: 30 }],
])("%s is refused", async (_, change) => {
  const refused = await sharedWait(await pendingRequests(1), change);
  expect([refused.status, await codeOf(refused)]).toEqual([400, "invalid_body"]);
});

test("a shared wait counts as one of the four waits of each of its requests: a fifth returns that request as it is now", async () => {
  const [one, two] = (await pendingRequests(2)) as [Answer, Answer];
  const callers = Array.from({ length: 4 }, () => new AbortController());
  const waits: { response: Promise<Response> }[] = [];
  for (const { signal } of callers) waits.push(await heldWait([one], {}, signal));
  const fifth = sharedWait([two, one]);
  expect(await statesIn(fifth)).toEqual([[one.request.id, "pending", false]]);
  expect((await fifth).headers.get("retry-after")).toBe("1");
  callers[0]?.abort();
  await waits[0]?.response;
  const next = await heldWait([two, one]);
  await owner.approve(two.request.id);
  expect(await statesIn(next.response)).toEqual([[two.request.id, "approved", true]]);
  for (const caller of callers) caller.abort();
});

test("a shared wait counts as one wait of its agent, however many requests it has", async () => {
  startRuntime({ ...runtime, config: { ...runtime.config, waitsPerAgent: 1 } });
  const other = await workspace.agent(admin, owner);
  const waits = [await pendingRequests(3, other), await pendingRequests(3, other)].map((all) => ({
    all,
    response: sharedWait(all),
  }));
  const refused = await inTime(
    Promise.race(waits.map(async (wait) => ({ wait, answer: await wait.response }))),
  );
  expect([refused.answer.status, await codeOf(refused.answer)]).toEqual([429, "rate_limited"]);
  const waiting = waits.find((wait) => wait !== refused.wait);
  const last = waiting?.all[2]?.request.id ?? "";
  await owner.approve(last);
  expect(await statesIn(waiting?.response as Promise<Response>)).toEqual([[last, "approved", true]]);
});

test("a stopping server ends a shared wait without news, and asks the caller to come back", async () => {
  const stopping = new AbortController();
  startRuntime({ ...runtime, closing: stopping.signal });
  const all = await pendingRequests(2);
  const { response } = await heldWait(all);
  stopping.abort();
  expect(await statesIn(response)).toEqual([]);
  expect((await response).headers.get("retry-after")).toBe("1");
});

test("a stopping server still returns the requests that are decided", async () => {
  const all = await pendingRequests(2);
  await owner.approve(all[0]?.request.id ?? "");
  startRuntime({ ...runtime, closing: AbortSignal.abort() });
  expect(await statesIn(sharedWait(all))).toEqual([[all[0]?.request.id, "approved", true]]);
});
