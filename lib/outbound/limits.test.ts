import { createServer } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { openOutboundClient } from "./client.ts";
import { loopbackClient, onLoopback } from "./testing/loopback-client.ts";
import { httpServer, listening } from "./testing/servers.ts";

const megabyte = 1024 * 1024;
const zeros = Buffer.alloc(20 * megabyte);
const answers: Record<string, { status?: number; coding?: string; body: Uint8Array | string }> = {
  "/largest": { body: Buffer.alloc(megabyte) },
  "/large": { body: Buffer.alloc(megabyte + 1) },
  "/gzip": { coding: "gzip", body: gzipSync("plain text") },
  "/br": { coding: "br", body: brotliCompressSync("plain text") },
  "/bomb": { coding: "gzip", body: gzipSync(zeros) },
  "/br-bomb": { coding: "br", body: brotliCompressSync(zeros) },
  "/large-error": { status: 500, body: Buffer.alloc(megabyte + 1, "x") },
  "/bomb-error": { status: 400, coding: "gzip", body: gzipSync(zeros) },
  "/cut-gzip": { coding: "gzip", body: gzipSync("plain text").subarray(0, 15) },
  "/not-gzip": { coding: "gzip", body: "plain text" },
  "/unknown": { coding: "gzip, gzip", body: "plain text" },
  "/empty": { status: 204, coding: "gzip", body: "" },
};
const asked: string[] = [];
const { port } = await httpServer((request, response) => {
  const path = request.url ?? "";
  asked.push(path);
  if (path === "/silent") return;
  if (path === "/half") return response.writeHead(200).write("half");
  if (path === "/cut")
    return response.writeHead(200, { "content-length": 100 }).write("half", () => response.destroy());
  if (path === "/redirect")
    return response.writeHead(307, { location: "http://127.0.0.1/secret" }).end("moved");
  if (path === "/cookies") return response.writeHead(200, { "set-cookie": ["a=1", "b=2"] }).end();
  const { status = 200, coding, body } = answers[path] ?? { body: JSON.stringify(request.headers) };
  return response.writeHead(status, coding ? { "content-encoding": coding } : {}).end(body);
});
const silent = await listening(createServer(() => {}));
const client = loopbackClient();
const url = (path: string) => `http://127.0.0.1:${port}${path}`;
const get = (path: string, more: { maximumBytes?: number; timeoutMs?: number; signal?: AbortSignal } = {}) =>
  client.send({ method: "GET", url: url(path), ...more });

describe("a body", () => {
  test.each(["/large", "/bomb", "/br-bomb"])("over the limit is refused: %s", async (path) => {
    await expect(get(path)).rejects.toMatchObject({ reason: "too_large" });
  });

  test("of exactly the limit is read, and the caller chooses the limit", async () => {
    expect((await get("/largest")).body.byteLength).toBe(megabyte);
    await expect(get("/largest", { maximumBytes: megabyte - 1 })).rejects.toMatchObject({
      reason: "too_large",
    });
    expect((await get("/large", { maximumBytes: 2 * megabyte })).body.byteLength).toBe(megabyte + 1);
  });

  test.each(["/gzip", "/br"])(
    "is returned decompressed, without the headers of its coding: %s",
    async (path) => {
      const { body, headers } = await get(path);
      expect(Buffer.from(body).toString()).toBe("plain text");
      expect([headers.get("content-encoding"), headers.get("content-length")]).toEqual([null, null]);
    },
  );

  test.each([
    ["/large-error", 500],
    ["/bomb-error", 400],
  ])("of an error ends at the limit: %s", async (path, status) => {
    const answer = await get(path, { maximumBytes: 1000 });
    expect([answer.status, answer.body.byteLength]).toEqual([status, 1000]);
  });

  test.each(["/cut", "/cut-gzip", "/not-gzip", "/unknown"])(
    "that can't be read to its end is a failure: %s",
    async (path) => {
      await expect(get(path)).rejects.toMatchObject({ name: "OutboundFault", reason: "failed" });
    },
  );

  test("may be missing, also where a coding is named", async () => {
    expect(await get("/empty")).toMatchObject({ status: 204, body: new Uint8Array(0) });
  });
});

test("a redirect is returned, and not followed", async () => {
  asked.length = 0;
  const answer = await get("/redirect");
  expect([answer.status, answer.headers.get("location")]).toEqual([307, "http://127.0.0.1/secret"]);
  expect(Buffer.from(answer.body).toString()).toBe("moved");
  expect(asked).toEqual(["/redirect"]);
});

describe("the time of a call", () => {
  /** How a call ends. Without its bound it would never end, and so neither would the test. */
  async function endOf(call: Promise<unknown>): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined;
    const endless = new Promise((resolve) => {
      timer = setTimeout(resolve, 10_000, "endless");
    });
    const end = await Promise.race([call.catch(({ reason }) => reason), endless]);
    clearTimeout(timer);
    return end;
  }

  test.each(["/silent", "/half"])("ends it while the server is silent: %s", async (path) => {
    expect(await endOf(get(path, { timeoutMs: 100 }))).toBe("timeout");
  });

  test("ends it during the TLS handshake", async () => {
    const call = { method: "GET", url: `https://127.0.0.1:${silent.port}/`, timeoutMs: 100 } as const;
    expect(await endOf(client.send(call))).toBe("timeout");
  });

  test("ends it during a look-up, which doesn't delay a later call", async () => {
    const lookups = [new Promise<never>(() => {}), Promise.resolve([{ address: "127.0.0.1", family: 4 }])];
    const lookup = () => lookups.shift() ?? Promise.reject(new Error("no more look-ups"));
    const stalled = openOutboundClient(onLoopback, { lookup });
    const call = { method: "GET", url: `http://idp.localhost:${port}/` } as const;
    expect(await endOf(stalled.send({ ...call, timeoutMs: 100 }))).toBe("timeout");
    expect(await endOf(stalled.send(call))).toMatchObject({ status: 200 });
    await stalled.close();
  });
});

describe("the caller's signal", () => {
  test.each(["/silent", "/half"])("ends a call: %s", async (path) => {
    const ending = new AbortController();
    asked.length = 0;
    const call = get(path, { signal: ending.signal });
    await expect.poll(() => asked).toEqual([path]);
    ending.abort(new Error("stopped"));
    await expect(call).rejects.toMatchObject({ reason: "aborted", cause: { message: "stopped" } });
  });

  test("prevents a call that has not begun", async () => {
    asked.length = 0;
    await expect(get("/", { signal: AbortSignal.abort() })).rejects.toMatchObject({ reason: "aborted" });
    expect(asked).toEqual([]);
  });
});

test("a refused connection has its own reason", async () => {
  const { server, port: closed } = await listening(createServer());
  await new Promise((resolve) => server.close(resolve));
  const call = { method: "GET", url: `http://127.0.0.1:${closed}/` } as const;
  await expect(client.send(call)).rejects.toMatchObject({
    reason: "refused_connection",
    cause: { code: "ECONNREFUSED" },
  });
});

test("method, headers and body are sent, and repeated headers returned", async () => {
  const headers = { "content-type": "text/plain", authorization: "Bearer x", "User-Agent": "Caller" };
  const { body } = await client.send({ method: "PUT", url: url("/headers?a=b"), headers, body: "text" });
  expect(JSON.parse(Buffer.from(body).toString())).toMatchObject({
    "content-type": "text/plain",
    authorization: "Bearer x",
    "user-agent": "Caller",
    "content-length": "4",
    host: `127.0.0.1:${port}`,
    "accept-encoding": "gzip, br",
  });
  expect((await get("/cookies")).headers.getSetCookie()).toEqual(["a=1", "b=2"]);
});
