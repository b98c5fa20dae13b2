import { randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  localhostHostValidation,
  localhostOriginValidation,
  NodeStreamableHTTPServerTransport,
  toNodeHandler,
} from "@modelcontextprotocol/node";
import {
  createMcpHandler,
  createRequestStateCodec,
  type EventStore,
  isLegacyRequest,
  type JSONRPCMessage,
  McpServer,
} from "@modelcontextprotocol/server";
import { addContentTools } from "./content-tools.ts";
import { addDocuments } from "./documents.ts";
import { addInputPrompt, addInputTools, addSamplingTool, invalidState } from "./input-tools.ts";
import { addChangeTools, addLiveTools } from "./live-tools.ts";

const states = createRequestStateCodec<string>({ key: randomBytes(32) });

/**
 * The server that the scenarios of @modelcontextprotocol/conformance expect, in both eras: sessions
 * of 2025-11-25 and stateless calls of 2026-07-28. For tests only.
 */
export async function startConformanceServer(): Promise<{ url: string; close: () => Promise<void> }> {
  const handler = createMcpHandler(
    () => {
      const server = newServer("modern");
      addChangeTools(server, handler.notify);
      return server;
    },
    { legacy: "reject" },
  );
  const modern = toNodeHandler(handler);
  const sessions = new Map<string, NodeStreamableHTTPServerTransport>();
  const http = createServer(async (request, response) => {
    if (!localhostHostValidation()(request, response) || !localhostOriginValidation()(request, response))
      return;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const body = text === "" ? undefined : parse(text);
    const headers = new Headers(request.headers as Record<string, string>);
    const probe = new Request("http://localhost/mcp", {
      method: request.method,
      headers,
      ...(text !== "" && { body: text }),
    });
    if (!(await isLegacyRequest(probe))) return modern(request, response, body);
    const id = request.headers["mcp-session-id"];
    const known = typeof id === "string" ? sessions.get(id) : undefined;
    if (id !== undefined && !known) return void response.writeHead(404).end();
    await (known ?? (await openSession(sessions))).handleRequest(request, response, body);
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`,
    close: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

async function openSession(sessions: Map<string, NodeStreamableHTTPServerTransport>) {
  const transport = new NodeStreamableHTTPServerTransport({
    sessionIdGenerator: () => randomUUID(),
    eventStore: eventStore(),
    retryInterval: 50,
    onsessioninitialized: (id) => void sessions.set(id, transport),
    onsessionclosed: (id) => void sessions.delete(id),
  });
  await newServer("legacy").connect(transport);
  return transport;
}

function newServer(era: "legacy" | "modern"): McpServer {
  const server = new McpServer(
    { name: "conformance-fixture", version: "1.0.0" },
    {
      capabilities: { logging: {}, completions: {}, resources: { subscribe: true } },
      requestState: {
        verify: async (state, ctx) => states.verify(state, ctx).catch(() => Promise.reject(invalidState())),
      },
    },
  );
  addContentTools(server);
  addLiveTools(server);
  addDocuments(server);
  if (era === "modern") {
    addInputTools(server, states);
    addInputPrompt(server);
    addSamplingTool(server);
  } else {
    server.server.setRequestHandler("resources/subscribe", async () => ({}));
    server.server.setRequestHandler("resources/unsubscribe", async () => ({}));
  }
  return server;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function eventStore(): EventStore {
  const events: { id: string; stream: string; message: JSONRPCMessage }[] = [];
  return {
    async storeEvent(stream, message) {
      const id = `${events.length}_${stream}`;
      events.push({ id, stream, message });
      return id;
    },
    async replayEventsAfter(last, { send }) {
      const at = events.findIndex(({ id }) => id === last);
      const stream = events[at]?.stream ?? "";
      for (const event of events.slice(at + 1))
        if (event.stream === stream && Object.keys(event.message).length > 0)
          await send(event.id, event.message);
      return stream;
    },
  };
}
