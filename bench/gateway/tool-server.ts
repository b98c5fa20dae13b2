// The tool behind the gateway: a bare MCP server over HTTP with one tool that answers immediately.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

const tool = {
  name: "refund",
  inputSchema: {
    type: "object",
    properties: { charge: { type: "string" }, amount: { type: "number" }, currency: { type: "string" } },
  },
};

const server = createServer(async (request, response) => {
  // No stream of its own.
  if (request.method !== "POST") return response.writeHead(405).end();
  const { id, method, params }: Message = JSON.parse(await text(request));
  if (id === undefined) return response.writeHead(202).end();
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ jsonrpc: "2.0", id, result: resultOf(method, params) }));
});

interface Message {
  id?: number | string;
  method: string;
  params?: { protocolVersion?: string };
}

function resultOf(method: string, params: Message["params"]): object {
  if (method === "tools/list") return { tools: [tool] };
  if (method !== "initialize") return { content: [{ type: "text", text: "done" }] };
  const { protocolVersion } = params ?? {};
  return { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: "tool", version: "1.0.0" } };
}

server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
