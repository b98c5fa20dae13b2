import type { Untyped } from "#client/json/untyped";
import type { Gate } from "./call/gate.ts";
import {
  capabilitiesKey,
  errorResponse,
  idOf,
  isRequest,
  isResponse,
  isStateless,
  type Message,
  readMessage,
} from "./call/message.ts";
import { type Passage, refusal } from "./call/passage.ts";
import { Questions } from "./call/request-state.ts";
import type { Side } from "./call/side.ts";
import { announceTasks, listsTasks, type Tasks } from "./call/tasks.ts";
import { ToolList } from "./call/tool-list.ts";
import { ServerCalls } from "./server-calls.ts";

type Id = string | number;

/** Connects a client with an MCP server. Admitted messages pass unchanged, except `tools/call`. */
export class Pipe {
  readonly tools: ToolList;
  readonly server: ServerCalls;
  #calls: Map<Id, AbortController> = new Map();
  #questions = new Questions();
  #discovering: Set<Id> = new Set();
  #running: Set<Promise<void>> = new Set();
  /** Passed requests without an answer yet. */
  #open: Set<Id> = new Set();
  #capabilities: Untyped = {};

  constructor(
    readonly options: {
      gate: Gate;
      tasks: Tasks;
      passage: Passage;
      agent: { id: string; countersign: Untyped };
      toClient: (line: string) => void;
      toServer: (message: Message) => void;
      now: () => number;
    },
  ) {
    this.tools = new ToolList(options.now);
    this.server = new ServerCalls(options.toServer);
  }

  fromClient(line: string) {
    let message: Message;
    try {
      message = readMessage(line);
    } catch (error) {
      return this.#toClient(errorResponse({ id: idOf(line) }, -32600, `${messageOf(error)}.`));
    }
    const admitted = this.options.passage.admit(message);
    const refused = admitted ? undefined : refusal(message);
    if (admitted) this.#handle(admitted);
    else if (refused) this.#toClient(refused);
  }

  #handle(message: Message) {
    const { id, method, params } = message;
    const { tasks, agent } = this.options;
    if (isRequest(message) && this.#isInUse(message))
      return this.#toClient(errorResponse(message, -32600, "This id is in use."));
    if (method === "initialize") this.#capabilities = params?.capabilities ?? {};
    if (method === "notifications/cancelled" && this.#cancel(params?.requestId)) return;
    if (this.#questions.take(message)) return;
    if (tasks.isAboutOwnTask(message)) return this.#toClient(tasks.answer(message, agent.id));
    if (method === "tools/call") return this.#start(message);
    if (method === "server/discover" && listsTasks(message)) this.#discovering.add(id as Id);
    if (method === "notifications/cancelled") this.#open.delete(params?.requestId);
    if (isRequest(message) && !this.server.isEnded) this.#open.add(id as Id);
    if (!this.server.isEnded) this.options.toServer(message);
    else if (isRequest(message)) this.#toClient(errorResponse(message, -32000, "The MCP server ended."));
  }

  fromServer(line: string) {
    let message: Untyped;
    try {
      message = JSON.parse(line);
    } catch {
      return this.options.toClient(line);
    }
    const isAnswer = message !== null && typeof message === "object" && isResponse(message);
    if (isAnswer && this.server.take({ message, bytes: line })) return;
    if (isAnswer) this.#open.delete(message.id);
    if (isAnswer && this.#discovering.delete(message.id) && message.result)
      return this.#toClient({ ...message, result: announceTasks(message.result) });
    if (message?.method === "notifications/tools/list_changed") this.tools.forget();
    this.options.toClient(line);
  }

  /** A sent request gets no answer; `text` says why. */
  loseAnswer(id: Id, text: string) {
    if (this.server.lose(id) || !this.#open.delete(id)) return;
    this.#toClient(errorResponse({ id }, -32603, text));
  }

  /** The connection to the server ended. Resolves when each waiting call is answered. */
  async endServer() {
    this.server.end();
    await Promise.all(this.#running);
  }

  /** The client's connection ended: cancels its calls. */
  async endClient() {
    for (const call of this.#calls.values()) call.abort();
    await this.endServer();
  }

  #start(request: Message) {
    const running = this.#call(request).finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #call(request: Message) {
    const id = request.id as Id;
    const stop = new AbortController();
    this.#calls.set(id, stop);
    try {
      const { message } = await this.options.gate.call(request, this.#side(request, stop.signal));
      if (!stop.signal.aborted) this.#toClient({ ...message, id });
    } catch (error) {
      this.#toClient(errorResponse(request, -32603, `${messageOf(error)}.`));
    } finally {
      this.#calls.delete(id);
      stop.abort();
    }
  }

  #side(request: Message, signal: AbortSignal): Side {
    return {
      agent: this.options.agent,
      capabilities: this.#capabilitiesOf(request),
      signal,
      notify: (message) => this.#toClient(message),
      elicit: (params) =>
        this.#questions.elicit(params, { send: (message) => this.#toClient(message), signal }),
      tools: this.tools,
      listTools: (cursor) => this.server.listTools(request, cursor),
      forward: (call, options) => this.server.forward(call, options),
    };
  }

  /** Ends the wait of a call. Returns whether there was such a call. */
  #cancel(id: Id): boolean {
    this.#calls.get(id)?.abort();
    return this.#calls.has(id);
  }

  #capabilitiesOf(message: Message) {
    return isStateless(message) ? (message.params._meta[capabilitiesKey] ?? {}) : this.#capabilities;
  }

  #isInUse(request: Message) {
    const id = request.id as Id;
    return this.#calls.has(id) || this.#open.has(id);
  }

  #toClient(message: Message) {
    this.options.toClient(JSON.stringify(message));
  }
}

function messageOf(error: unknown) {
  return error instanceof Error ? error.message : String(error);
}
