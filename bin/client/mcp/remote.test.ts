import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { Passage } from "./call/passage.ts";
import { Pipe } from "./pipe.ts";
import { RemoteServer } from "./remote.ts";
import { openGate, statelessCall } from "./testing/gate-side.ts";

const open: { close: () => Promise<void> }[] = [];
afterAll(async () => void (await Promise.all(open.map((one) => one.close()))));

/** The outcome of one approved call to an MCP server that answers in this way. */
async function outcomeOf(listener?: RequestListener): Promise<string> {
  const http = createServer(listener);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const url = new URL(`http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`);
  if (!listener) await new Promise((resolve) => http.close(resolve));
  const { gate, tasks, sideOf, outcomes } = openGate({ state: "allowed" });
  const server = new RemoteServer(url, { headers: {}, err: () => {} });
  const toClient: string[] = [];
  const pipe = new Pipe({
    gate,
    tasks,
    passage: new Passage(),
    agent: sideOf("agt_1").agent,
    now: Date.now,
    toClient: (line) => void toClient.push(line),
    toServer: (message) => server.send(message),
  });
  server.onLine = (line) => pipe.fromServer(line);
  server.onNoAnswer = (id, text) => pipe.loseAnswer(id, text);
  open.push({
    close: async () => {
      await server.close();
      http.closeAllConnections();
      http.close();
    },
  });
  pipe.fromClient(JSON.stringify(statelessCall({})));
  await expect.poll(() => [toClient.length, outcomes.length]).toEqual([1, 1]);
  return outcomes[0] ?? "";
}

const json = { "content-type": "application/json" };
const rejection = JSON.stringify({ jsonrpc: "2.0", id: null, error: { code: -32001, message: "Gone" } });

test.each<[string, RequestListener]>([
  ["a connection that breaks", (request) => void request.socket.destroy()],
  ["HTTP 502", (_, response) => void response.writeHead(502).end("Bad gateway")],
  ["HTTP 504 with JSON-RPC", (_, response) => void response.writeHead(504, json).end(rejection)],
  ["HTTP 404 of another server", (_, response) => void response.writeHead(404).end("Not found")],
  [
    "another content type",
    (_, response) => void response.writeHead(200, { "content-type": "text/html" }).end("<p>Log in"),
  ],
  [
    "a stream without the answer",
    (_, response) => void response.writeHead(200, { "content-type": "text/event-stream" }).end(": bye\n\n"),
  ],
])("a call that was sent and has no answer may have run: %s", async (_, listener) => {
  expect(await outcomeOf(listener)).toBe("uncertain");
});

test("a call that wasn't sent, or that the server rejected, failed", async () => {
  expect(await outcomeOf()).toBe("failed");
  expect(await outcomeOf((_, response) => void response.writeHead(400, json).end(rejection))).toBe("failed");
  expect(await outcomeOf((_, response) => void response.writeHead(401).end())).toBe("failed");
});
