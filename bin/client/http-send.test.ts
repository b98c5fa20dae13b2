import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, expect, test } from "vitest";
import { boundedFetch, NoResponse, type Received, type Send, type Sent } from "#client/bounded-fetch";
import { httpSend } from "./http-send.ts";

let answer: (response: ServerResponse, request: IncomingMessage) => void;
const sockets = new Set<unknown>();
const server = createServer((request, response) => {
  sockets.add(request.socket);
  answer(response, request);
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/call`;

beforeEach(() => sockets.clear());

const ways: [string, Send][] = [
  ["fetch", (to, init) => boundedFetch(fetch, to, init)],
  ["http", httpSend],
];
const bounds = { timeoutSeconds: 5, maximumBytes: 1000 };

/** What a call gets, or why it got nothing. */
async function outcome(send: Send, init: Partial<Sent> = {}, to = url): Promise<Received | NoResponse> {
  return send(to, { ...bounds, ...init }).catch((error) => {
    if (error instanceof NoResponse) return error;
    throw error;
  });
}

test.each(ways)("by %s, an answer arrives with its status, headers and text", async (_, send) => {
  const seen: string[] = [];
  answer = (response, request) => {
    request.setEncoding("utf8").on("data", (text) => seen.push(text));
    request.on("end", () => response.writeHead(429, { "retry-after": "3" }).end('{"é": 1}'));
  };
  const init = { method: "POST", body: '{"ü": 2}', headers: { "content-type": "application/json" } };
  const got = (await outcome(send, init)) as Received;
  expect([got.status, got.headers.get("retry-after"), got.headers.get("etag"), got.text]).toEqual([
    429,
    "3",
    null,
    '{"é": 1}',
  ]);
  expect(seen).toEqual(['{"ü": 2}']);
});

test("calls one after the other share a connection", async () => {
  answer = (response) => response.end("{}");
  for (let n = 0; n < 3; n++) await outcome(httpSend);
  expect(sockets.size).toBe(1);
});

const whole = "x".repeat(1001);
const endings: [string, (response: ServerResponse) => void, string, boolean][] = [
  ["a redirect", (response) => response.writeHead(307, { location: "/other" }).end(), "redirects", true],
  ["too many bytes", (response) => response.end(whole), "longer than 1000 bytes", true],
  ["a closed connection", (response) => response.destroy(), "no response", true],
  [
    "half an answer",
    (response) => {
      response.writeHead(200, { "content-length": "50" }).write("{");
      setImmediate(() => response.destroy());
    },
    "no response",
    true,
  ],
  [
    "an answer that never ends",
    (response) => {
      response.writeHead(200).write("{");
    },
    "no response (TimeoutError)",
    true,
  ],
  [
    "a change of protocol",
    ({ socket }) => {
      socket?.end("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n");
    },
    "no response",
    true,
  ],
  ["no answer in time", () => {}, "no response (TimeoutError)", true],
];
for (const [name, send] of ways)
  test.each(endings)(`by ${name}, %s is no response`, async (_, respond, words, mayHaveArrived) => {
    answer = respond;
    const error = (await outcome(send, { timeoutSeconds: 0.3 })) as NoResponse;
    expect([error.message, error.mayHaveArrived]).toEqual([expect.stringContaining(words), mayHaveArrived]);
  });

test.each(ways)("by %s, a call to a closed port certainly didn't arrive", async (_, send) => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  const error = await outcome(send, {}, `http://127.0.0.1:${port}/`);
  expect(error).toMatchObject({ message: "no response (ECONNREFUSED)", mayHaveArrived: false });
});

test.each(ways)("by %s, an aborted call ends, also in the middle of its answer", async (_, send) => {
  for (const whenAborted of ["before", "waiting", "reading"]) {
    const stop = new AbortController();
    if (whenAborted === "before") stop.abort();
    answer = (response) => {
      if (whenAborted === "reading") response.writeHead(200).write("{");
      setImmediate(() => stop.abort());
    };
    expect(await outcome(send, { signal: stop.signal })).toBeInstanceOf(NoResponse);
  }
});
