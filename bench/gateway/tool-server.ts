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
  const { id, method }: { id: number | string; method: string } = JSON.parse(await text(request));
  const result = method === "tools/list" ? { tools: [tool] } : { content: [{ type: "text", text: "done" }] };
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ jsonrpc: "2.0", id, result }));
});

server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
