import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { Drain } from "./drain.ts";

const call = "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n";

/** A server that stops, whose calls are answered by the test. */
async function startServer(limits = { recent: 60_000, finish: 60_000 }) {
  const stop = new AbortController();
  const http = createServer((_, response) => drain.watch(response));
  const drain = new Drain(http, stop.signal, limits);
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  onTestFinished(() => http.closeAllConnections());
  return {
    http,
    /** Resolves when the server has stopped. */
    stop: () => {
      stop.abort();
      return drain.close();
    },
  };
}

async function connectTo(http: Server): Promise<Socket> {
  const accepted = once(http, "connection");
  const socket = connect((http.address() as AddressInfo).port, "127.0.0.1");
  await accepted;
  return socket;
}

/** Sends a call. @returns the response to write */
async function callOn(socket: Socket, http: Server): Promise<ServerResponse> {
  const called = once(http, "request") as Promise<[IncomingMessage, ServerResponse]>;
  socket.write(call);
  const [, response] = await called;
  return response;
}

async function textOf(socket: Socket): Promise<string> {
  let text = "";
  for await (const chunk of socket) text += chunk;
  return text;
}

test("a call under way is answered, and told that its connection ends", async () => {
  const { http, stop } = await startServer();
  const socket = await connectTo(http);
  const response = await callOn(socket, http);
  const stopped = stop();
  response.end("answer");
  expect(await textOf(socket)).toMatch(/\r\nConnection: close\r\n[\s\S]*answer$/);
  await stopped;
});

test("a call that a proxy sends on a kept connection while the server stops is answered, and told", async () => {
  const { http, stop } = await startServer();
  const socket = await connectTo(http);
  const first = await callOn(socket, http);
  first.end("first");
  expect(String(await once(socket, "data"))).toContain("Connection: keep-alive");
  const stopped = stop();
  const second = await callOn(socket, http);
  second.end("second");
  expect(await textOf(socket)).toMatch(/\r\nConnection: close\r\n[\s\S]*second$/);
  await stopped;
});

test("no connection is accepted after the stop has begun", async () => {
  const { http, stop } = await startServer();
  const kept = await connectTo(http);
  const { port } = http.address() as AddressInfo;
  const stopped = stop();
  const [error] = await once(connect(port, "127.0.0.1"), "error");
  expect(error).toMatchObject({ code: "ECONNREFUSED" });
  kept.end();
  await stopped;
});

test("an answer whose head promised more answers ends its connection nevertheless", async () => {
  const { http, stop } = await startServer();
  const socket = await connectTo(http);
  const response = await callOn(socket, http);
  response.write("beginning");
  const stopped = stop();
  response.end();
  expect(await textOf(socket)).toContain("Connection: keep-alive");
  await stopped;
});

test("an idle connection ends only after calls have ended that a proxy sends on others", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  onTestFinished(() => void vi.useRealTimers());
  const { http, stop } = await startServer({ recent: 1000, finish: 60_000 });
  const [idle, first, second] = [await connectTo(http), await connectTo(http), await connectTo(http)];
  const closed = vi.fn();
  idle.once("close", closed);
  const stopped = stop();
  for (const socket of [first, second]) {
    await vi.advanceTimersByTimeAsync(900);
    (await callOn(socket, http)).end("answer");
    await textOf(socket);
  }
  expect(closed).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1000);
  await stopped;
});

test("neither a connection that is idle or never sent a call nor an answer without an end keeps the server", async () => {
  const { http, stop } = await startServer({ recent: 0, finish: 0 });
  const [idle, silent, endless] = [await connectTo(http), await connectTo(http), await connectTo(http)];
  (await callOn(idle, http)).end("answer");
  (await callOn(endless, http)).write("beginning");
  await Promise.all([stop(), once(silent, "close"), textOf(idle), textOf(endless).catch(() => "")]);
});

test("a call under way outlives the connections that are idle", async () => {
  const { http, stop } = await startServer({ recent: 0, finish: 60_000 });
  const [idle, busy] = [await connectTo(http), await connectTo(http)];
  const response = await callOn(busy, http);
  const stopped = stop();
  await once(idle, "close");
  response.end("answer");
  expect(await textOf(busy)).toContain("answer");
  await stopped;
});
