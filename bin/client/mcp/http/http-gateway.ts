import type { Untyped } from "#client/json/untyped";
import { parseJson } from "../../strict-json.ts";
import type { Gate } from "../call/gate.ts";
import { errorResponse, idOf, isRequest, isStateless, type Message, readMessage } from "../call/message.ts";
import { type Passage, refusal } from "../call/passage.ts";
import { announceTasks, listsTasks, type Tasks } from "../call/tasks.ts";
import { contradictingHeader, toClientHeaders, toServerHeaders } from "./call-headers.ts";
import { collect, isEventStream, observed } from "./event-stream.ts";
import { type Exchange, HttpCall } from "./http-call.ts";
import type { ServerFetch } from "./server-fetch.ts";
import type { Sessions } from "./sessions.ts";

/** Serves MCP clients over streamable HTTP. Admitted messages pass unchanged, except `tools/call`. */
export class HttpGateway {
  constructor(
    readonly options: {
      gate: Gate;
      tasks: Tasks;
      sessions: Sessions;
      passage: Passage;
      fetchServer: ServerFetch;
      err: (text: string) => void;
    },
  ) {}

  async handle(
    request: { method: string; headers: Headers; body: string; gone: AbortController },
    agent: { id: string; countersign: Untyped },
  ): Promise<Response> {
    const sessionId = request.headers.get("mcp-session-id");
    const session = this.options.sessions.find(sessionId, agent.id);
    let message: Message | undefined;
    if (request.method === "POST") {
      try {
        message = readMessage(request.body);
      } catch (error) {
        const code = parseJson(request.body) ? -32600 : -32700;
        const text = error instanceof Error ? error.message : String(error);
        return Response.json(errorResponse({ id: idOf(request.body) }, code, `${text}.`), { status: 400 });
      }
    }
    const admitted = message && this.options.passage.admit(message);
    if (message && !admitted) return refused(message);
    if (!session) return Response.json(errorResponse({}, -32001, "Session not found"), { status: 404 });
    if (request.method === "DELETE" && sessionId !== null) this.options.sessions.close(sessionId);
    return admitted
      ? this.#post(admitted, { request, agent, session })
      : this.#pass(undefined, { request, agent, session });
  }

  async #post(message: Message, exchange: Exchange) {
    const { request, agent, session } = exchange;
    const { method, params } = message;
    const { tasks } = this.options;
    const isOfSession = request.headers.has("mcp-session-id");
    if (isOfSession && isRequest(message) && session.isInUse(message.id))
      return Response.json(errorResponse(message, -32600, "This id is in use."), { status: 400 });
    const isFirstUse = isOfSession && isRequest(message) && session.isFirstUse(message.id);
    const header = contradictingHeader(request.headers, message);
    if (header && (isStateless(message) || method === "tools/call")) {
      const text = `${header} doesn't match the message.`;
      return Response.json(errorResponse(message, -32020, text), { status: 400 });
    }
    if (method === "tools/call")
      return new HttpCall(message, { ...this.options, ...exchange, isFirstUse }).run();
    if (tasks.isAboutOwnTask(message)) return Response.json(tasks.answer(message, agent.id));
    if (session.questions.take(message)) return new Response(null, { status: 202 });
    const held = method === "notifications/cancelled" ? session.calls.get(params?.requestId) : undefined;
    if (held && isOfSession) {
      held.abort();
      return new Response(null, { status: 202 });
    }
    if (method === "initialize") return this.#initialize(message, exchange);
    if (method === "server/discover" && listsTasks(message)) return this.#discover(message, exchange);
    return this.#pass(message, exchange);
  }

  async #initialize(message: Message, exchange: Exchange) {
    const response = await this.#pass(message, exchange);
    const id = response.headers.get("mcp-session-id");
    const capabilities = message.params?.capabilities ?? {};
    if (response.ok && id) {
      this.options.sessions.open(id, { agent: exchange.agent.id, capabilities });
      this.options.sessions.find(id, exchange.agent.id)?.isFirstUse(message.id);
    }
    return response;
  }

  async #discover(message: Message, exchange: Exchange) {
    const response = await this.#pass(message, exchange);
    if (!response.ok) return response;
    const found = await collect(response, message.id).catch(() => undefined);
    const result = found?.message.result;
    const announced = result ? { ...found.message, result: announceTasks(result) } : found?.message;
    return announced ? Response.json(announced) : new Response(null, { status: 502 });
  }

  async #pass(message: Message | undefined, { request, agent, session }: Exchange): Promise<Response> {
    const { method, gone } = request;
    const headers = toServerHeaders(request.headers, message);
    const isListed = message !== undefined && isRequest(message) && request.headers.has("mcp-session-id");
    if (isListed) session.open.add(message.id);
    try {
      const call = { method, headers, message, agent: agent.id, signal: gone.signal };
      const response = await this.options.fetchServer(call);
      if (!isEventStream(response.headers)) session.open.delete(message?.id);
      if (response.status === 401)
        return this.#failed(message, "The MCP server rejects the gateway's credentials.");
      const body = isEventStream(response.headers)
        ? response.body?.pipeThrough(observed((seen) => session.saw(seen)))
        : response.body;
      return new Response(body ?? null, {
        status: response.status,
        headers: toClientHeaders(response.headers),
      });
    } catch (error) {
      session.open.delete(message?.id);
      this.options.err(`The MCP server can't be reached: ${error}\n`);
      return this.#failed(message, "The MCP server can't be reached.");
    }
  }

  #failed(message: Message | undefined, text: string) {
    const isAnswered = message !== undefined && isRequest(message);
    return Response.json(errorResponse(isAnswered ? message : {}, -32603, text), { status: 502 });
  }
}

function refused(message: Message) {
  const answer = refusal(message);
  // 2026-07-28 sends 404 with this error.
  return answer
    ? Response.json(answer, { status: isStateless(message) ? 404 : 200 })
    : new Response(null, { status: 202 });
}
