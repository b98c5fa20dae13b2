import { expect, test } from "vitest";
import type { Message } from "./call/message.ts";
import { Passage } from "./call/passage.ts";
import { Pipe } from "./pipe.ts";
import { openGate, statelessCall } from "./testing/gate-side.ts";

/** A pipe with a client and an MCP server that the test plays. */
function openPipe(passage = new Passage()) {
  const { gate, tasks, sideOf, outcomes, asked } = openGate({ state: "allowed" });
  const toClient: Message[] = [];
  const toServer: Message[] = [];
  const pipe = new Pipe({
    gate,
    tasks,
    passage,
    agent: sideOf("agt_1").agent,
    now: Date.now,
    toClient: (line) => void toClient.push(JSON.parse(line) as Message),
    toServer: (message) => void toServer.push(message),
  });
  const send = (message: object) => pipe.fromClient(JSON.stringify({ jsonrpc: "2.0", ...message }));
  const answer = (message: object) => pipe.fromServer(JSON.stringify({ jsonrpc: "2.0", ...message }));
  /** The id under which the server got the latest call. */
  const callAtServer = async () => {
    await expect.poll(() => toServer.at(-1)?.method).toBe("tools/call");
    return toServer.at(-1)?.id;
  };
  return { gate, toClient, toServer, outcomes, asked, send, answer, callAtServer };
}

const question = { resultType: "input_required", inputRequests: {}, requestState: "S" };

test("the answer to another request is never that of a call", async () => {
  const { toClient, outcomes, send, answer, callAtServer } = openPipe();
  send(statelessCall({ amount: 1 }));
  const id = await callAtServer();
  expect(id).not.toBe(1);
  answer({ id: 1, result: question });
  answer({ id, result: { content: [], isError: true } });
  await expect.poll(() => outcomes).toEqual(["failed"]);
  expect(toClient.at(-1)).toMatchObject({ id: 1, result: { isError: true } });
});

test("an id that is in use can't be used for another request", async () => {
  const { toClient, toServer, send, answer, callAtServer } = openPipe();
  send(statelessCall({ amount: 1 }));
  await callAtServer();
  send({ id: 1, method: "prompts/get" });
  expect(toClient.at(-1)).toMatchObject({ id: 1, error: { code: -32600 } });
  send({ id: 2, method: "prompts/get" });
  send({ ...statelessCall({ amount: 2 }), id: 2 });
  expect(toClient).toHaveLength(2);
  expect(toServer).toHaveLength(2);
  answer({ id: 2, result: {} });
  send({ id: 2, method: "prompts/get" });
  expect(toServer).toHaveLength(3);
});

test("an answer that comes after the call ended doesn't reach the client", async () => {
  const { toClient, send, answer, callAtServer } = openPipe();
  send(statelessCall({}));
  const id = await callAtServer();
  answer({ id, result: { content: [] } });
  answer({ id, result: { content: [] } });
  await expect.poll(() => toClient).toHaveLength(1);
});

test("a method that MCP doesn't define is refused, unless the operator names it", () => {
  const named = openPipe(new Passage({ methods: ["example/run"] }));
  for (const { send, toClient, toServer } of [openPipe(), named]) {
    const ids = ["tools/run", "example/run", "Tools/List", "tools/list "].map((method, id) => {
      send({ id, method, params: {} });
      return id;
    });
    send({ method: "notifications/run", params: {} });
    const passed = toServer.map(({ id }) => id);
    expect(passed).toEqual(toServer === named.toServer ? [1] : []);
    const refused = toClient.map(({ id, error }) => [id, error?.code]);
    expect(refused).toEqual(ids.filter((id) => !passed.includes(id)).map((id) => [id, -32601]));
  }
});

test("with hidden roots, the server doesn't learn that the client has any, nor any of them", async () => {
  const { send, toServer, callAtServer } = openPipe(new Passage({ hidesRoots: true }));
  const capabilities = { roots: { listChanged: true }, sampling: {} };
  const _meta = { "io.modelcontextprotocol/clientCapabilities": capabilities };
  send({ id: 1, method: "initialize", params: { protocolVersion: "2025-11-25", capabilities } });
  send({ id: 2, method: "tools/list", params: { _meta } });
  send({ method: "notifications/roots/list_changed" });
  const roots = [{ uri: "file:///home" }];
  send({ id: "asked-by-server", result: { roots } });
  const inputResponses = { folders: { roots }, others: { Roots: roots }, name: { action: "accept" } };
  send({ id: 3, method: "tasks/update", params: { taskId: "of-server", inputResponses } });
  send({ id: 4, method: "prompts/get", params: { name: "plan", inputResponses } });
  send({ ...statelessCall({}, { params: { inputResponses } }), id: 5 });
  await callAtServer();
  expect(toServer).toMatchObject([
    { params: { protocolVersion: "2025-11-25", capabilities: { sampling: {} } } },
    { params: { _meta: { "io.modelcontextprotocol/clientCapabilities": { sampling: {} } } } },
    { id: "asked-by-server", error: { code: -32601 } },
    ...["tasks/update", "prompts/get", "tools/call"].map((method) => ({
      method,
      params: { inputResponses: { name: { action: "accept" } } },
    })),
  ]);
  expect(JSON.stringify(toServer)).not.toMatch(/listChanged|file:/);
});
