// A peer: a proxy of the MCP SDK's own server and client, which forwards each call to the tool. No
// policy, no person, nothing stored.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { NodeStreamableHTTPServerTransport } from "@modelcontextprotocol/node";
import { Server } from "@modelcontextprotocol/server";

const info = { name: "proxy", version: "1.0.0" };
const client = new Client(info);
const tool = new URL(`http://127.0.0.1:${process.env.TOOL_PORT}/mcp`);
await client.connect(new StreamableHTTPClientTransport(tool));

// Without sessions, a server and a transport answer one request.
const http = createServer(async (request, response) => {
  const server = new Server(info, { capabilities: { tools: {} } });
  server.setRequestHandler("tools/list", ({ params }) => client.listTools(params));
  server.setRequestHandler("tools/call", ({ params }) => client.callTool(params));
  const transport = new NodeStreamableHTTPServerTransport({ enableJsonResponse: true });
  response.on("close", () => server.close());
  await server.connect(transport);
  await transport.handleRequest(request, response);
});
http.listen(0, "127.0.0.1", () =>
  process.stdout.write(`listening ${(http.address() as AddressInfo).port}\n`),
);
