import type { ServerResponse } from "node:http";
import { beforeEach, expect, test } from "vitest";
import { ScriptedServer } from "../../testing/scripted-server.ts";
import { openIssuer } from "../issuer.ts";
import { newKeyPair, signingKey } from "../keys.ts";
import type { Answered, Asker } from "./answered.ts";
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
let open: { path: string; response: ServerResponse }[] = [];
let waits = new SharedWaits();

beforeEach(() => {
  server.calls = [];
  open = [];
  waits = new SharedWaits();
  server.answer = (response, path) => {
    const call = { path, response };
    open.push(call);
    response.on("close", () => {
      open = open.filter((other) => other !== call);
    });
  };
});

const asked = (id: string) =>
  ({
    request: { id },
    wait: { url: `${server.url}/api/v1/requests/${id}`, token: `token-of-${id}` },
  }) as Answered;

function wait(
  id: string,
  options: { leftSeconds?: number; patienceSeconds?: number; signal?: AbortSignal } = {},
) {
  const given = { leftSeconds: 60, patienceSeconds: 60, ...options };
  return waits.poll(asker, asked(id), given).then((polled) => polled?.body?.request ?? polled);
}

const decided = (id: string) => ({ request: { id, state: "approved" } });
function reply(response: ServerResponse, body: unknown, status = 200) {
  open = open.filter((call) => call.response !== response);
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** The only open call, once it is a wait for this request alone. */
async function loneCall(id: string) {
  await expect.poll(() => open.map(({ path }) => path)).toEqual([`/api/v1/requests/${id}?wait=30`]);
  const [call] = open;
  if (!call) throw new Error("no call is open");
  return call.response;
}

/** The requests in the newest call for many, once the server got one for all of these. */
async function sharedCall(...ids: string[]) {
  await expect
    .poll(() => (open.length === 1 ? JSON.parse(server.calls.at(-1)?.body || "{}").requests : undefined))
    .toEqual(ids.map((id) => ({ id, token: `token-of-${id}` })));
  const [call] = open;
  if (!call) throw new Error("no call is open");
  expect(call.path).toBe(togetherPath);
  return call.response;
}

test("a lone wait has a connection of its own, and ends with its answer", async () => {
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

test("two waits for the same request both get its answer, and a stranger's answer changes nothing", async () => {
  const both = [wait("req_1"), wait("req_1")];
  reply(await sharedCall("req_1", "req_1"), { answers: [decided("req_2"), decided("req_1")] });
  expect(await Promise.all(both)).toEqual([decided("req_1").request, decided("req_1").request]);
});

test("250 waits need three calls", async () => {
  const all = Array.from({ length: 250 }, (_, n) => wait(`req_${n}`));
  const held = () =>
    open.map((_, n) => JSON.parse(server.calls.at(-1 - n)?.body || "{}").requests?.length).toSorted();
  await expect.poll(held, { timeout: 10_000 }).toEqual([100, 100, 50]);
  server.answer = (response) => reply(response, { answers: all.map((_, n) => decided(`req_${n}`)) });
  for (const { response } of [...open]) reply(response, { answers: all.map((_, n) => decided(`req_${n}`)) });
  expect((await Promise.all(all)).length).toBe(250);
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

test("a wait whose time is over ends without an answer, although the shared call goes on", async () => {
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
