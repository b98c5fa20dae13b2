import { randomUUID } from "node:crypto";
import {
  classifyInboundRequest,
  WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/server";
import { parseJson } from "../../strict-json.ts";
import { errorResponse, type Message } from "../call/message.ts";
import type { ChildServer } from "../child.ts";
import { NotSentError, type ServerFetch } from "./server-fetch.ts";
import { SharedChild } from "./shared-child.ts";

const mostSessions = 100;

/** An MCP server over stdio, called like HTTP: a child a session, and one for an agent's stateless calls. */
export class ChildFetch {
  #sessions: Map<string, { transport: WebStandardStreamableHTTPServerTransport; child: ChildServer }> =
    new Map();
  #shared: Map<string, SharedChild> = new Map();

  constructor(private readonly startChild: () => ChildServer) {}

  fetch: ServerFetch = async ({ method, headers, message, agent, signal }) => {
    const route = classifyInboundRequest({
      httpMethod: method,
      protocolVersionHeader: headers["mcp-protocol-version"],
      mcpMethodHeader: headers["mcp-method"],
      mcpNameHeader: headers["mcp-name"],
      body: message,
    });
    if (route.kind === "reject") {
      const { code, message: text, data, httpStatus } = route;
      const { id } = errorResponse(message ?? {}, code, text);
      return Response.json(
        { jsonrpc: "2.0", id, error: { code, message: text, data } },
        { status: httpStatus },
      );
    }
    if (route.kind === "modern") return this.#sharedChild(agent).fetch(route, signal);
    const request = new Request("http://localhost/mcp", { method, headers, signal });
    const { transport } = this.#session(headers["mcp-session-id"], message) ?? {};
    if (!transport) return Response.json(errorResponse({}, -32001, "Session not found"), { status: 404 });
    return transport.handleRequest(request, { parsedBody: message });
  };

  async close(): Promise<void> {
    const children = [...this.#sessions.values(), ...this.#shared.values()].map(({ child }) => child);
    await Promise.all(children.map((child) => child.close()));
  }

  #session(id: string | undefined, message: Message | undefined) {
    if (id !== undefined) return this.#sessions.get(id);
    return message?.method === "initialize" ? this.#newSession() : undefined;
  }

  #newSession() {
    if (this.#sessions.size >= mostSessions) throw new NotSentError("too many sessions");
    const child = this.startChild();
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (id) => void this.#sessions.set(id, session),
      onsessionclosed: (id) => void this.#sessions.delete(id),
    });
    const session = { transport, child };
    /** Open requests, the oldest first. */
    let open: (string | number)[] = [];
    transport.onmessage = (message) => {
      if ("method" in message && "id" in message) open.push(message.id);
      child.send(message);
    };
    transport.onclose = () => void child.close();
    child.onLine = (line) => {
      const message = parseJson(line);
      if (!message) return;
      const isAnswer = message.method === undefined;
      if (isAnswer) open = open.filter((id) => id !== message.id);
      // Over stdio a message names no request: the latest gets the message.
      const relatedRequestId = isAnswer ? undefined : open.at(-1);
      transport.send(message, { relatedRequestId }).catch(() => {});
    };
    // An open call may have run: the stream ends without an answer.
    child.onEnd = () => {
      void transport.close();
      this.#sessions.delete(transport.sessionId ?? "");
    };
    return session;
  }

  #sharedChild(agent: string) {
    const known = this.#shared.get(agent);
    if (known && !known.child.isEnded) return known;
    const started = new SharedChild(this.startChild());
    this.#shared.set(agent, started);
    return started;
  }
}
