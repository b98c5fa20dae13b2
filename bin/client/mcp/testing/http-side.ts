import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll } from "vitest";
import { hashToken } from "../../token-hash.ts";
import { Passage } from "../call/passage.ts";
import { HttpGateway } from "../http/http-gateway.ts";
import { listen } from "../http/listen.ts";
import { remoteFetch } from "../http/remote-fetch.ts";
import { Sessions } from "../http/sessions.ts";
import { openGate } from "./gate-side.ts";

export const tokens = { one: "token-of-the-first-agent-1", two: "token-of-the-second-agent-2" };

const properties = { amount: { type: "number", "x-mcp-header": "Amount" }, note: { type: "string" } };
const pay = { name: "pay", inputSchema: { type: "object", properties } };

/** A gateway that listens for two agents, in front of an MCP server that records what arrives. */
export async function openHttpSide(state = "allowed", passage = new Passage()) {
  const arrived: { method?: string; headers: IncomingHttpHeaders; body: string }[] = [];
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const http = createServer(async (request, response) => {
    const body = await text(request);
    arrived.push({ method: request.method, headers: request.headers, body });
    if (body.includes('"slow"')) await released;
    const events = { "content-type": "text/event-stream" };
    // A server that repeats its answers on another stream, and one whose stream breaks.
    if (request.method === "GET") {
      const answers = [5, 6].map((id) => JSON.stringify({ jsonrpc: "2.0", id, result: { content: [] } }));
      return response.writeHead(200, events).end(answers.map((answer) => `data: ${answer}\n\n`).join(""));
    }
    if (body.includes('"breaks"'))
      return response.writeHead(200, events).end('id: 1\ndata: {"jsonrpc":"2.0","method":"x"}\n\n');
    const session = body.includes('"initialize"') ? { "mcp-session-id": "session-1" } : {};
    const own = { "set-cookie": "server=1", "x-secret": "1", "content-type": "application/json" };
    response.writeHead(200, { ...own, ...session });
    const result = body.includes('"tools/list"') ? { tools: [pay] } : { content: [] };
    response.end(JSON.stringify({ jsonrpc: "2.0", id: body ? JSON.parse(body).id : null, result }));
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const upstream = new URL(`http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`);
  const { gate, tasks, asked, outcomes, sideOf } = openGate({ state });
  const fetchServer = remoteFetch(upstream, { credentials: { authorization: "Bearer of-the-tool" } });
  const sessions = new Sessions(Date.now);
  const err = () => {};
  const gateway = new HttpGateway({ gate, tasks, sessions, passage, fetchServer, err });
  const clients = Object.entries(tokens).map(([name, token]) => ({
    tokenHash: hashToken(token),
    agent: sideOf(`agt_${name}`).agent,
  }));
  const { url, close } = await listen({ host: "127.0.0.1", port: 0, clients, gateway, err });
  afterAll(async () => {
    await close();
    http.closeAllConnections();
    http.close();
  });
  const post = (body: unknown, headers: Record<string, string> = {}, token = tokens.one) =>
    fetch(url, {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        ...headers,
      },
    });
  const get = (headers: Record<string, string>) =>
    fetch(url, {
      headers: { authorization: `Bearer ${tokens.one}`, accept: "text/event-stream", ...headers },
    });
  return { url, arrived, asked, outcomes, post, get, release: () => release() };
}
