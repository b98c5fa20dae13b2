import { randomUUID } from "node:crypto";
import type { Untyped } from "#client/json/untyped";
import { UncertainError } from "#lib/boundary/calls/port-error";
import { detached, withoutProgress } from "../call/described-call.ts";
import type { Gate } from "../call/gate.ts";
import { capabilitiesKey, errorResponse, isStateless, type Message } from "../call/message.ts";
import type { Forwarded, Side } from "../call/side.ts";
import { toClientHeaders, toServerHeaders } from "./call-headers.ts";
import { collect } from "./event-stream.ts";
import { Reply } from "./reply.ts";
import { NotSentError, type ServerFetch } from "./server-fetch.ts";
import type { Session } from "./sessions.ts";

export interface Exchange {
  /** `gone` aborts when the client closes the connection. */
  request: { method: string; headers: Headers; gone: AbortController };
  agent: { id: string; countersign: Untyped };
  session: Session;
}

/** How long after its stream ended a call's answer may come on a different stream. */
const resumeMs = 3_600_000;
const listMs = 30_000;

export class HttpCall {
  readonly reply: Reply;
  #isOver = false;

  /** @param context `isFirstUse`: whether the ID is new to the session */
  constructor(
    readonly message: Message,
    readonly context: Exchange & { gate: Gate; fetchServer: ServerFetch; isFirstUse: boolean },
  ) {
    const accept = context.request.headers.get("accept") ?? "";
    // A client that closes the stream cancels the call.
    const leave = () => context.request.gone.abort();
    this.reply = new Reply(/text\/event-stream|\*\/\*/.test(accept), leave);
  }

  async run(): Promise<Response> {
    const { message, context, reply } = this;
    const { session, request, gate } = context;
    const id = message.id as string | number;
    const isListed = request.headers.has("mcp-session-id");
    if (isListed) session.calls.set(id, request.gone);
    gate
      .call(message, this.#side())
      .then((answer) => (answer.isDelivered ? undefined : reply.finish({ ...answer.message, id })))
      .catch((error) => reply.finish(errorResponse(message, -32603, `${error?.message}.`)))
      .finally(() => {
        this.#isOver = true;
        request.gone.abort();
        session.calls.delete(id);
      });
    return reply.response;
  }

  #side(): Side {
    const { agent, session, request } = this.context;
    const { params } = this.message;
    const isNew = isStateless(this.message);
    const { signal } = request.gone;
    const send = (message: Message) => this.#isOver || this.reply.notify(message);
    return {
      agent,
      capabilities: (isNew ? params._meta[capabilitiesKey] : session.capabilities) ?? {},
      signal,
      notify: send,
      elicit: isNew ? undefined : (params) => session.questions.elicit(params, { send, signal }),
      tools: session.tools,
      listTools: (cursor) => this.#listTools(cursor),
      forward: (call, options) => this.#forward(call, options),
    };
  }

  async #forward(
    request: Message,
    { signal, isDetached }: { signal: AbortSignal; isDetached: boolean },
  ): Promise<Forwarded> {
    const { session, isFirstUse } = this.context;
    const call = isDetached ? detached(request, `countersign-${randomUUID()}`) : request;
    // A client of 2025-11-25 may come back for the answer; without a stream, a call is cancelled.
    const ends = isStateless(request) ? signal : AbortSignal.timeout(resumeMs);
    const response = await this.#send(call, { signal: ends, inputSchema: await this.#inputSchema() });
    if (response.status >= 500)
      throw new UncertainError(`the MCP server answered with HTTP ${response.status}`);
    if (response.status === 401 || response.status === 403)
      throw new Error("the MCP server rejects the gateway's credentials");
    try {
      if (isDetached) return (await collect(response, call.id)) ?? Promise.reject(new Error("no answer"));
      const headers = toClientHeaders(response.headers);
      const onMessage = (seen: Message) => session.saw(seen);
      const { found, hasIds } = await this.reply.relay(response, { headers, id: call.id, onMessage });
      if (found) return { ...found, isDelivered: true };
      // A second stream can have the answer only in a session: elsewhere IDs aren't unique.
      const canResume = hasIds && !isStateless(call) && isFirstUse;
      // The client returns for the answer when its stream ends.
      if (canResume) await this.reply.close();
      const later = canResume ? await session.response(call.id as Untyped, ends) : undefined;
      if (later) return { message: later, bytes: JSON.stringify(later), isDelivered: true };
    } catch (cause) {
      throw new UncertainError("the connection to the MCP server broke", { cause });
    }
    throw new UncertainError("the MCP server ended the stream without an answer");
  }

  async #inputSchema() {
    const { request, session } = this.context;
    if (![...request.headers.keys()].some((name) => name.startsWith("mcp-param-"))) return undefined;
    const list = (cursor: string | undefined) => this.#listTools(cursor);
    return (await session.tools.find(this.message.params.name, list))?.inputSchema;
  }

  async #send(
    message: Message,
    { signal, inputSchema }: { signal: AbortSignal; inputSchema: unknown },
  ): Promise<Response> {
    const { fetchServer, request, agent } = this.context;
    const headers = toServerHeaders(request.headers, message, inputSchema);
    try {
      return await fetchServer({ method: "POST", headers, message, agent: agent.id, signal });
    } catch (cause) {
      if (cause instanceof NotSentError) throw new Error("the MCP server can't be reached", { cause });
      throw new UncertainError("the MCP server didn't answer", { cause });
    }
  }

  async #listTools(cursor?: string): Promise<Untyped> {
    const { fetchServer, request, agent } = this.context;
    const isNew = isStateless(this.message);
    const headers = { ...toServerHeaders(request.headers), ...(isNew && { "mcp-method": "tools/list" }) };
    const meta = isNew ? { _meta: withoutProgress(this.message.params._meta) } : {};
    const id = `countersign-${randomUUID()}`;
    const message = { jsonrpc: "2.0", id, method: "tools/list", params: { cursor, ...meta } };
    const signal = AbortSignal.timeout(listMs);
    const response = await fetchServer({ method: "POST", headers, message, agent: agent.id, signal });
    const found = await collect(response, id);
    return found?.message.result ?? Promise.reject(new Error("the MCP server doesn't list its tools"));
  }
}
