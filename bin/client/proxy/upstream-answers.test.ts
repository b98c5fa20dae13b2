import { createHash } from "node:crypto";
import { once } from "node:events";
import type { Socket } from "node:net";
import { expect, test, vi } from "vitest";
import { allowingPort, eventually, exchangeRaw, open, rawRequest, startProxy } from "./testing/proxy-side.ts";
import { answerBytes, startRawUpstream, startUpstream } from "./testing/upstream.ts";

const upstream = await startUpstream();
const sha256 = (text: string | Buffer) => createHash("sha256").update(text).digest("base64url");
const answerOf = (head: string, body = "") => `HTTP/1.1 ${head}\r\n\r\n${body}`;

/** One call to an upstream that answers with these bytes. */
async function callRaw(respond: (socket: Socket) => void, given = {}, line = "POST /free/a HTTP/1.1") {
  const countersign = allowingPort();
  const raw = await startRawUpstream(respond);
  const proxy = await startProxy(raw.url, countersign, given);
  const answer = await exchangeRaw(
    proxy.port,
    rawRequest(line, line.startsWith("POST") ? ["Content-Length: 0"] : []),
  );
  await eventually(() => expect(countersign.outcomes.length).toBe(1));
  return { answer, outcome: countersign.outcomes[0], connections: raw.connections() };
}

async function callApp(path: string) {
  const countersign = allowingPort();
  const proxy = await startProxy(upstream.url, countersign);
  const response = await fetch(`${proxy.url}${path}`);
  const text = await response.text();
  await eventually(() => expect(countersign.outcomes.length).toBe(1));
  return { response, text, outcome: countersign.outcomes[0] };
}

test("an answer is reported with its hash, and an error of the upstream as failed", async () => {
  const done = await callApp("/free/a");
  expect(done.outcome).toMatchObject({ outcome: "done", resultSha256: sha256('{"ran":true}') });
  const failed = await callApp("/free/declined");
  expect([failed.response.status, failed.text]).toEqual([402, '{"error":"card_declined"}']);
  expect(failed.outcome).toMatchObject({ outcome: "failed", error: "the upstream answered 402" });
});

test("an answer of a gateway that got none itself is uncertain", async () => {
  const { response, outcome } = await callApp("/free/bad-gateway");
  expect([response.status, outcome?.outcome]).toEqual([502, "uncertain"]);
});

test.each([
  ["/free/empty", 204],
  ["/free/unchanged", 304],
])("an answer without a body passes: %s", async (path, status) => {
  const { response, text, outcome } = await callApp(path);
  expect([response.status, text, outcome?.resultSha256]).toEqual([status, "", sha256("")]);
});

test("the answer to HEAD keeps its length and has no body", async () => {
  const { answer, outcome } = await callRaw(
    (socket) => socket.end(answerOf("200 OK\r\nContent-Length: 1000")),
    {},
    "HEAD /free/a HTTP/1.1",
  );
  expect(answer).toMatch(/content-length: 1000[\s\S]*\r\n\r\n$/i);
  expect(outcome).toMatchObject({ outcome: "done" });
});

test("interim answers stay at the proxy", async () => {
  const interim = answerOf("103 Early Hints\r\nLink: </a>");
  const { answer } = await callRaw((socket) =>
    socket.end(interim + answerOf("200 OK\r\nContent-Length: 2", "ok")),
  );
  expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*ok$/);
});

test("what follows an answer that is longer than promised stays at the proxy", async () => {
  const more = answerOf("200 OK\r\nContent-Length: 4", "evil");
  const { answer } = await callRaw((socket) =>
    socket.end(answerOf("200 OK\r\nContent-Length: 2", `ok${more}`)),
  );
  expect(answer).toMatch(/ok$/);
  expect(answer).not.toContain("evil");
});

test.each<[string, string]>([
  ["both lengths", answerOf("200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked", "0\r\n\r\n")],
  ["two lengths", answerOf("200 OK\r\nContent-Length: 2\r\nContent-Length: 3", "abc")],
  ["no HTTP", "SSH-2.0-OpenSSH\r\n"],
  ["a change of protocol", answerOf("101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: a")],
  ["nothing", ""],
  ["half a head", "HTTP/1.1 200 OK\r\nContent-"],
])("an upstream that answers with %s gets the call once, and the call is uncertain", async (_, bytes) => {
  const { answer, outcome, connections } = await callRaw((socket) => socket.end(bytes));
  expect(answer).toMatch(/^HTTP\/1\.1 502 [\s\S]*countersign-result: uncertain[\s\S]*may have run/i);
  expect([outcome?.outcome, connections]).toEqual(["uncertain", 1]);
});

test("an upstream that resets the connection after the call gets the call once", async () => {
  const { answer, outcome, connections } = await callRaw((socket) => socket.resetAndDestroy());
  expect(answer).toMatch(/^HTTP\/1\.1 502 /);
  expect([outcome?.outcome, connections]).toEqual(["uncertain", 1]);
});

test("an upstream that never answers gets the call once, and the client a 504", async () => {
  const { answer, outcome, connections } = await callRaw(() => {}, { answerSeconds: 0.2 });
  expect(answer).toMatch(/^HTTP\/1\.1 504 [\s\S]*"code":"uncertain"/);
  expect([outcome?.outcome, connections]).toEqual(["uncertain", 1]);
});

test.each<[string, (socket: Socket) => void]>([
  ["closes", (socket) => socket.end(answerOf("200 OK\r\nContent-Length: 10", "half"))],
  ["stops", (socket) => socket.write(answerOf("200 OK\r\nTransfer-Encoding: chunked", "4\r\nhalf\r\n"))],
])("a client can't take half an answer as complete when the upstream %s", async (_, respond) => {
  const { answer, outcome } = await callRaw(respond, { answerSeconds: 0.2 });
  expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*half/);
  expect(answer).not.toMatch(/\r\n0\r\n\r\n$/);
  expect(outcome?.outcome).toBe("uncertain");
});

test("an answer that comes before the whole body was sent is passed on, and ends the call", async () => {
  const raw = await startRawUpstream((socket) => {
    socket.pause();
    socket.write(answerOf("413 Too Large\r\nContent-Length: 2", "no"));
  });
  const countersign = allowingPort();
  const proxy = await startProxy(raw.url, countersign);
  const body = new Uint8Array(answerBytes);
  const response = await fetch(`${proxy.url}/free/a`, { method: "POST", body });
  expect([response.status, await response.text()]).toEqual([413, "no"]);
  await eventually(() => expect(countersign.outcomes).toMatchObject([{ outcome: "failed" }]));
});

test("an upstream that isn't there gets nothing, and the call has failed", async () => {
  const countersign = allowingPort();
  const proxy = await startProxy("http://127.0.0.1:9", countersign);
  const response = await fetch(`${proxy.url}/free/a`);
  expect([response.status, await response.json()]).toMatchObject([502, { code: "upstream_unreachable" }]);
  expect(countersign.outcomes).toMatchObject([{ outcome: "failed" }]);
});

test("an upstream with an untrusted certificate gets nothing, and the call has failed", async () => {
  const countersign = allowingPort();
  const raw = await startRawUpstream((socket) => socket.end("no TLS"));
  const proxy = await startProxy(raw.url.replace("http:", "https:"), countersign);
  expect((await fetch(`${proxy.url}/free/a`)).status).toBe(502);
  expect(countersign.outcomes).toMatchObject([{ outcome: "failed" }]);
});

test("an answer of 10 MB arrives as it was sent, and is reported with its hash", async () => {
  const { text, outcome } = await callApp("/free/large");
  expect([text.length, sha256(text)]).toEqual([answerBytes, outcome?.resultSha256]);
});

test("the upstream sends no faster than the client reads", async () => {
  const most = 64 * 1024 * 1024;
  let sent = 0;
  const chunk = Buffer.alloc(256 * 1024);
  const raw = await startRawUpstream((socket) => {
    const send = () => {
      while (sent < most && !socket.destroyed) {
        sent += chunk.length;
        if (!socket.write(chunk)) return void socket.once("drain", send);
      }
    };
    socket.write(answerOf(`200 OK\r\nContent-Length: ${most}`));
    send();
  });
  const proxy = await startProxy(raw.url, allowingPort());
  const client = await open(proxy.port, rawRequest("GET /free/a HTTP/1.1"));
  client.pause();
  let before = -1;
  await vi.waitFor(
    () => {
      const isStill = sent > 0 && sent === before;
      before = sent;
      expect(isStill).toBe(true);
    },
    { interval: 200, timeout: 15_000 },
  );
  expect(sent).toBeLessThan(most / 2);
  client.destroy();
});

test("a client that hangs up during the answer doesn't change what became of the call", async () => {
  const countersign = allowingPort();
  const proxy = await startProxy(upstream.url, countersign);
  const socket = await open(proxy.port, rawRequest("GET /free/large HTTP/1.1"));
  await once(socket, "data");
  socket.destroy();
  await eventually(() => expect(countersign.outcomes.length).toBe(1));
  expect(countersign.outcomes[0]).toMatchObject({
    outcome: "done",
    resultSha256: sha256(Buffer.alloc(answerBytes, 97)),
  });
});
