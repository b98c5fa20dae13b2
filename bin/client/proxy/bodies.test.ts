import { createHash } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readlinkSync, statSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { beforeEach, expect, test, vi } from "vitest";
import { allowingPort, eventually, exchangeRaw, open, rawRequest, startProxy } from "./testing/proxy-side.ts";
import { startUpstream } from "./testing/upstream.ts";

const upstream = await startUpstream();
const countersign = allowingPort();
const mostBytes = 12 * 1024 * 1024;
const proxy = await startProxy(upstream.url, countersign, { mostBytes });
const impatient = await startProxy(upstream.url, countersign, { bodySeconds: 0.2 });
const bodyFile = "countersign-body-";
const temporaryFiles = () => readdirSync(tmpdir()).filter((name) => name.startsWith(bodyFile));

beforeEach(() => {
  upstream.calls.length = 0;
  countersign.asked.length = 0;
});

function upload(body: Uint8Array | AsyncIterable<Uint8Array>, headers: Record<string, string> = {}) {
  return fetch(`${proxy.url}/free/upload`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream", ...headers },
    body: body as BodyInit,
    duplex: "half",
  } as RequestInit);
}

async function* pieces(count: number, bytes: number) {
  for (let at = 0; at < count; at++) yield new Uint8Array(bytes).fill(at);
}

test("a body of 10 MB arrives as it was sent and signed, and leaves no file", async () => {
  expect((await upload(pieces(160, 64 * 1024))).status).toBe(200);
  const hash = createHash("sha256");
  for await (const piece of pieces(160, 64 * 1024)) hash.update(piece);
  const sha256 = hash.digest("base64url");
  expect(upstream.calls).toMatchObject([{ bytes: 160 * 64 * 1024, sha256 }]);
  expect(countersign.asked[0]?.params).toMatchObject({ body_bytes: 160 * 64 * 1024, body_sha256: sha256 });
  expect(temporaryFiles()).toEqual([]);
});

/** The modes of the open files with a body. */
function openBodyFiles(): number[] {
  const files = readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      const link = `/proc/self/fd/${fd}`;
      return readlinkSync(link).includes(bodyFile) ? [statSync(link).mode & 0o777] : [];
    } catch {
      return [];
    }
  });
  return files;
}

test.runIf(process.platform === "linux")(
  "while a call waits, a long body is in a file without a name, which no other user can read",
  async () => {
    const port = allowingPort();
    const seen: unknown[] = [];
    const ask: typeof port.ask = async (...args) => {
      seen.push([openBodyFiles(), temporaryFiles()]);
      return port.ask(...args);
    };
    const waiting = await startProxy(upstream.url, { ...port, ask });
    const body = new Uint8Array(2 * 1024 * 1024);
    const response = await fetch(`${waiting.url}/free/a`, { method: "POST", body });
    expect([response.status, upstream.calls[0]?.bytes]).toEqual([200, body.length]);
    expect(seen).toEqual([[[0o600], []]]);
    await eventually(() => expect(openBodyFiles()).toEqual([]));
  },
);

test("a body larger than the limit is refused, with a length before it is read", async () => {
  const text = rawRequest("POST /free/a HTTP/1.1", [`Content-Length: ${mostBytes + 1}`]);
  expect(await exchangeRaw(proxy.port, text)).toMatch(/^HTTP\/1\.1 413 /);
  const status = await upload(pieces(200, 64 * 1024)).then(
    (response) => response.status,
    // The connection may close before the client has read the answer.
    () => 413,
  );
  expect(status).toBe(413);
  expect([upstream.calls, countersign.asked, temporaryFiles()]).toEqual([[], [], []]);
});

test("a body that arrives too slowly is refused", async () => {
  const text = rawRequest("POST /free/a HTTP/1.1", ["Content-Length: 10"], "{");
  expect(await exchangeRaw(impatient.port, text)).toMatch(/^HTTP\/1\.1 408 [\s\S]*slow_body/);
  expect([upstream.calls, countersign.asked]).toEqual([[], []]);
});

test("a client that hangs up in the middle of its body has asked for nothing", async () => {
  const socket = await open(proxy.port, rawRequest("POST /free/a HTTP/1.1", ["Content-Length: 10"], "{"));
  socket.end();
  await once(socket.resume(), "close");
  expect([upstream.calls, countersign.asked]).toEqual([[], []]);
});

test("a client that waits for 100 Continue gets it, and the upstream doesn't see the expectation", async () => {
  const headers = { expect: "100-continue", "content-length": "2" };
  const call = request(`${proxy.url}/free/a`, { method: "POST", headers });
  const continued = vi.fn(() => call.end("{}"));
  call.once("continue", continued);
  call.flushHeaders();
  const [response] = await once(call, "response");
  response.resume();
  expect([response.statusCode, continued.mock.calls.length]).toEqual([200, 1]);
  expect(upstream.calls[0]?.headers.expect).toBeUndefined();
});

test("a refused request gets no 100 Continue, so that its body isn't sent", async () => {
  const headers = ["Expect: 100-continue", `Content-Length: ${mostBytes + 1}`];
  const answer = await exchangeRaw(proxy.port, rawRequest("POST /free/a HTTP/1.1", headers));
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
});
