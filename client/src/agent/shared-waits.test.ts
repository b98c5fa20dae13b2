import type { ServerResponse } from "node:http";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { ScriptedServer } from "../../testing/scripted-server.ts";
import { openIssuer } from "../issuer.ts";
import { newKeyPair, signingKey } from "../keys.ts";
import type { Asker } from "./answered.ts";
import { SharedWaits } from "./shared-waits.ts";

const server = await ScriptedServer.open();
const { privateKey } = await newKeyPair();
const asker: Asker = {
  issuer: openIssuer({ issuer: server.url }),
  agent: "agt_1",
  key: signingKey(privateKey),
};
const togetherPath = "/api/v1/waits";

/** The calls that the server has not answered yet, in their order. */
let open: { path: string; body: string; response: ServerResponse }[] = [];
let waits = new SharedWaits(asker);

beforeEach(() => {
  server.calls = [];
  open = [];
  waits = new SharedWaits(asker);
  server.answer = (response, path) => {
    const call = { path, body: server.calls.at(-1)?.body ?? "", response };
    open.push(call);
    response.on("close", () => {
      open = open.filter((other) => other !== call);
    });
  };
});

function wait(
  id: string,
  options: { leftSeconds?: number; patienceSeconds?: number; signal?: AbortSignal } = {},
) {
  const request = { id, wait: { url: `${server.url}/api/v1/requests/${id}`, token: `token-of-${id}` } };
  const given = { leftSeconds: 60, patienceSeconds: 60, ...options };
  return waits.poll(request, given).then((polled) => polled?.body?.request ?? polled);
}

const decided = (id: string) => ({ request: { id, state: "approved" } });
function reply(response: ServerResponse, body: unknown, status = 200) {
  open = open.filter((call) => call.response !== response);
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** An open wait for this request alone, once the server got it. */
async function loneCall(id: string) {
  const find = () => open.find(({ path }) => path === `/api/v1/requests/${id}?wait=30`);
  await expect.poll(find).toBeDefined();
  return find()?.response as ServerResponse;
}

/** An open call for exactly these requests, once the server got it. */
async function sharedCall(...ids: string[]) {
  const requests = JSON.stringify(ids.map((id) => ({ id, token: `token-of-${id}` })));
  const find = () => open.find(({ path, body }) => path === togetherPath && body.includes(requests));
  await expect.poll(find).toBeDefined();
  return find()?.response as ServerResponse;
}

test("a lone wait has its own connection, and ends with its answer", async () => {
  const waiting = wait("req_1");
  const call = await loneCall("req_1");
  expect(server.calls).toMatchObject([{ headers: { authorization: "Bearer token-of-req_1" } }]);
  reply(call, decided("req_1"));
  expect(await waiting).toEqual(decided("req_1").request);
});

test("several waits share one call: a decided one gets its answer, and the others wait on", async () => {
  const [one, two, three] = [wait("req_1"), wait("req_2"), wait("req_3")];
  reply(await sharedCall("req_1", "req_2", "req_3"), { answers: [decided("req_2")] });
  expect(await two).toEqual(decided("req_2").request);
  reply(await sharedCall("req_1", "req_3"), { answers: [decided("req_3"), decided("req_1")] });
  expect(await Promise.all([one, three])).toEqual([decided("req_1").request, decided("req_3").request]);
});

test("a wait that comes later has its own call: calls under way are never restarted", async () => {
  const early = [wait("req_1"), wait("req_2")];
  const first = await sharedCall("req_1", "req_2");
  const late = wait("req_3");
  const second = await loneCall("req_3");
  reply(first, { answers: [decided("req_1")] });
  expect(await early[0]).toEqual(decided("req_1").request);
  reply(await loneCall("req_2"), decided("req_2"));
  reply(second, decided("req_3"));
  expect(await Promise.all([early[1], late])).toEqual([decided("req_2").request, decided("req_3").request]);
});

test("waits that come one after the other to a slow server get their answers", async () => {
  server.answer = (response, path) => {
    const body = server.calls.at(-1)?.body ?? "";
    const ids = [...(path + body).matchAll(/req_\d+/g)].map(([id]) => id);
    const answers = [...new Set(ids)].map(decided);
    setTimeout(() => reply(response, path === togetherPath ? { answers } : answers[0]), 300);
  };
  const all: Promise<unknown>[] = [];
  for (let n = 0; n < 30; n++) {
    all.push(wait(`req_${n}`, { leftSeconds: 10 }));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await Promise.all(all)).toEqual(all.map((_, n) => decided(`req_${n}`).request));
});

test("several waits for one request are one wait, and each gets its answer", async () => {
  const both = [wait("req_1"), wait("req_2"), wait("req_1")];
  const shared = await sharedCall("req_1", "req_2");
  both.push(wait("req_1"));
  reply(shared, { answers: [decided("req_2"), decided("req_1")] });
  const [one, two] = [decided("req_1").request, decided("req_2").request];
  expect(await Promise.all(both)).toEqual([one, two, one, one]);
  expect(server.calls.length).toBe(1);
});

test("250 waits need three calls", async () => {
  const all = Array.from({ length: 250 }, (_, n) => wait(`req_${n}`));
  const held = () => open.map(({ body }) => JSON.parse(body).requests.length).toSorted();
  await expect.poll(held).toEqual([100, 100, 50]);
  for (const { response } of [...open]) reply(response, { answers: all.map((_, n) => decided(`req_${n}`)) });
  expect((await Promise.all(all)).length).toBe(250);
});

test("a caller hears of its pending request after 30 seconds, however often others are decided", async () => {
  const clock = vi.spyOn(performance, "now").mockReturnValue(0);
  onTestFinished(() => clock.mockRestore());
  const all = ["req_1", "req_2", "req_3"].map((id) => wait(id, { leftSeconds: 600 }));
  const first = await sharedCall("req_1", "req_2", "req_3");
  expect(JSON.parse(server.calls[0]?.body ?? "").wait).toBe(30);
  clock.mockReturnValue(20_000);
  reply(first, { answers: [decided("req_1")] });
  const second = await sharedCall("req_2", "req_3");
  expect(JSON.parse(server.calls.at(-1)?.body ?? "").wait).toBe(10);
  reply(second, { answers: [decided("req_2"), decided("req_3")] });
  expect((await Promise.all(all)).length).toBe(3);
});

test("a wait that its caller leaves ends, and the others wait on", async () => {
  const caller = new AbortController();
  const left = wait("req_1", { signal: caller.signal });
  const other = wait("req_2");
  const shared = await sharedCall("req_1", "req_2");
  caller.abort(new Error("gone"));
  await expect(left).rejects.toThrow("gone");
  reply(shared, { answers: [decided("req_1")] });
  reply(await loneCall("req_2"), decided("req_2"));
  expect(await other).toEqual(decided("req_2").request);
});

test("the server is called no longer when the last wait is left", async () => {
  const caller = new AbortController();
  const all = ["req_1", "req_2"].map((id) => wait(id, { signal: caller.signal }));
  await sharedCall("req_1", "req_2");
  caller.abort(new Error("gone"));
  for (const result of await Promise.allSettled(all)) expect(result.status).toBe("rejected");
  await expect.poll(() => open.length).toBe(0);
});

test("a wait whose time is over ends without an answer, although the shared call continues", async () => {
  const signal = AbortSignal.timeout(8000);
  const [short, long] = [wait("req_1", { leftSeconds: 0.5, signal }), wait("req_2")];
  const shared = await sharedCall("req_1", "req_2");
  expect(await short.catch((error) => error)).toBeUndefined();
  reply(shared, { answers: [decided("req_2")] });
  expect(await long).toEqual(decided("req_2").request);
});

test("a server that doesn't know shared waits, or refuses one of the tokens, answers each wait alone", async () => {
  for (const refusal of [{ code: "not_found" }, { code: "invalid_wait_token" }]) {
    server.answer = (response, path) => {
      const id = /requests\/(req_\d)\?/.exec(path)?.[1] ?? "";
      if (path === togetherPath) reply(response, refusal, 401);
      else if (server.calls.some((call) => call.path === togetherPath)) reply(response, decided(id));
    };
    const both = [wait("req_1"), wait("req_2")];
    expect(await Promise.all(both)).toEqual([decided("req_1").request, decided("req_2").request]);
    server.calls = [];
  }
});

test("a request that the server refuses is found by halves: the others keep sharing calls", async () => {
  server.answer = (response, path) => {
    const asked: string[] = JSON.parse(server.calls.at(-1)?.body || "{}").requests?.map(
      ({ id }: { id: string }) => id,
    ) ?? [/requests\/(req_\d+)\?/.exec(path)?.[1] ?? ""];
    if (asked.includes("req_7")) reply(response, {}, 500);
    else reply(response, path === togetherPath ? { answers: asked.map(decided) } : decided(asked[0] ?? ""));
  };
  const all = Array.from({ length: 64 }, (_, index) => wait(`req_${index}`));
  const settled = await Promise.allSettled(all);
  expect(settled.flatMap(({ status }, index) => (status === "rejected" ? [index] : []))).toEqual([7]);
  expect(server.calls.length).toBe(1 + 2 * 6);
});

test("waits continue and end in time after the machine's clock was set back", async () => {
  const clock = vi.spyOn(Date, "now");
  onTestFinished(() => clock.mockRestore());
  const both = ["req_1", "req_2"].map((id) =>
    wait(id, { leftSeconds: 1, signal: AbortSignal.timeout(8000) }),
  );
  const shared = await sharedCall("req_1", "req_2");
  const now = Date.now();
  clock.mockImplementation(() => now - 3_600_000);
  reply(shared, {}, 500);
  await loneCall("req_1");
  for (const waiting of both) expect(await waiting.catch((error) => error)).toBeUndefined();
});

test("a hold ends in time, also after the server refused the shared call", async () => {
  const signal = AbortSignal.timeout(8000);
  const both = ["req_1", "req_2"].map((id) => wait(id, { leftSeconds: 1, signal }));
  reply(await sharedCall("req_1", "req_2"), { code: "not_found" }, 404);
  await expect
    .poll(() => open.map(({ path }) => path.slice(0, 22)).toSorted())
    .toEqual(["/api/v1/requests/req_1", "/api/v1/requests/req_2"]);
  for (const waiting of both) expect(await waiting.catch((error) => error)).toBeUndefined();
  await expect.poll(() => open.length).toBe(0);
});

test("a server that answers with no news isn't called more than once a second", async () => {
  server.answer = (response) => reply(response, { answers: [decided("req_9")] });
  const both = ["req_1", "req_2"].map((id) => wait(id, { leftSeconds: 1.5 }));
  expect(await Promise.all(both)).toEqual([undefined, undefined]);
  expect(server.calls.length).toBeLessThanOrEqual(2);
});

test("while the server is away, shared waits are repeated within their patience, and then fail", async () => {
  const both = [wait("req_1", { patienceSeconds: 1 }), wait("req_2", { patienceSeconds: 1 })];
  const settled = Promise.allSettled(both);
  await sharedCall("req_1", "req_2");
  server.answer = (response) => void response.destroy();
  for (const { response } of [...open]) response.destroy();
  for (const result of await settled)
    expect(result).toMatchObject({ status: "rejected", reason: { code: "issuer_unavailable" } });
});

test("a stopping server answers without news, and the waits call again", async () => {
  const both = [wait("req_1"), wait("req_2")];
  const shared = await sharedCall("req_1", "req_2");
  shared.setHeader("retry-after", "1");
  reply(shared, { answers: [] });
  reply(await sharedCall("req_1", "req_2"), { answers: [decided("req_1"), decided("req_2")] });
  expect(await Promise.all(both)).toEqual([decided("req_1").request, decided("req_2").request]);
});
