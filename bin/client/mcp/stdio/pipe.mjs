// @ts-check
import {
  capabilitiesKey,
  errorResponse,
  idOf,
  isRequest,
  isResponse,
  isStateless,
  readMessage,
} from "../call/message.mjs";
import { refusal } from "../call/passage.mjs";
import { Questions } from "../call/questions.mjs";
import { announceTasks, listsTasks } from "../call/tasks.mjs";
import { ToolList } from "../call/tool-list.mjs";
import { ServerCalls } from "./server-calls.mjs";

/** @typedef {import("../call/message.mjs").Message} Message */
/** @typedef {string | number} Id */

/**
 * Connects one client with one MCP server, message by message. What the passage admits passes unchanged
 * in both directions, except `tools/call`.
 */
export class Pipe {
  /** @type {Map<Id, AbortController>} calls that are held or running */
  #calls = new Map();
  #questions = new Questions();
  /** @type {Set<Id>} */
  #discovering = new Set();
  /** @type {Set<Promise<void>>} */
  #running = new Set();
  /** @type {Set<Id>} requests that passed and have no answer yet */
  #open = new Set();
  /** @type {any} what the client listed in `initialize` */
  #capabilities = {};

  /**
   * @param {{gate: import("../call/gate.mjs").Gate, tasks: import("../call/tasks.mjs").Tasks, passage:
   * import("../call/passage.mjs").Passage, agent: {id: string, countersign: any}, toClient: (line: string) => void, toServer: (message: Message) =>
   * void, now: () => number}} options
   */
  constructor(options) {
    this.options = options;
    this.tools = new ToolList({ now: options.now });
    this.server = new ServerCalls({ send: options.toServer });
  }

  /** @param {string} line */
  fromClient(line) {
    let message;
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

  /** @param {Message} message */
  #handle(message) {
    const { id, method, params } = message;
    const { tasks, agent } = this.options;
    if (isRequest(message) && this.#isInUse(message))
      return this.#toClient(errorResponse(message, -32600, "This id is in use."));
    if (method === "initialize") this.#capabilities = params?.capabilities ?? {};
    if (method === "notifications/cancelled" && this.#cancel(params?.requestId)) return;
    if (this.#questions.take(message)) return;
    if (tasks.isAboutOwnTask(message)) return this.#toClient(tasks.answer(message, agent.id));
    if (method === "tools/call") return this.#start(message);
    if (method === "server/discover" && listsTasks(message)) this.#discovering.add(/** @type {Id} */ (id));
    if (method === "notifications/cancelled") this.#open.delete(params?.requestId);
    if (isRequest(message) && !this.server.isEnded) this.#open.add(/** @type {Id} */ (id));
    if (!this.server.isEnded) this.options.toServer(message);
    else if (isRequest(message)) this.#toClient(errorResponse(message, -32000, "The MCP server ended."));
  }

  /** @param {string} line */
  fromServer(line) {
    let message;
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

  /** A request that was sent gets no answer. @param {Id} id @param {string} text why */
  loseAnswer(id, text) {
    if (this.server.lose(id) || !this.#open.delete(id)) return;
    this.#toClient(errorResponse({ id }, -32603, text));
  }

  /**
   * The connection to the server ended: no call waits any longer. Resolves when each call is
   * answered.
   */
  async endServer() {
    this.server.end();
    await Promise.all(this.#running);
  }

  /** The connection to the client ended: its calls are cancelled. */
  async endClient() {
    for (const call of this.#calls.values()) call.abort();
    await this.endServer();
  }

  /** @param {Message} request */
  #start(request) {
    const running = this.#call(request).finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** @param {Message} request */
  async #call(request) {
    const id = /** @type {Id} */ (request.id);
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

  /**
   * @param {Message} request
   * @param {AbortSignal} signal
   * @returns {import("../call/side.mjs").Side}
   */
  #side(request, signal) {
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

  /** Ends the wait of a call. @param {Id} id @returns {boolean} whether there is such a call */
  #cancel(id) {
    this.#calls.get(id)?.abort();
    return this.#calls.has(id);
  }

  /** @param {Message} message */
  #capabilitiesOf(message) {
    return isStateless(message) ? (message.params._meta[capabilitiesKey] ?? {}) : this.#capabilities;
  }

  /** @param {Message} request */
  #isInUse(request) {
    const id = /** @type {Id} */ (request.id);
    return this.#calls.has(id) || this.#open.has(id);
  }

  /** @param {Message} message */
  #toClient(message) {
    this.options.toClient(JSON.stringify(message));
  }
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
