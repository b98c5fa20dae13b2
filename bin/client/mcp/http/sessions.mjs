// @ts-check
import { Questions } from "../call/questions.mjs";
import { ToolList } from "../call/tool-list.mjs";

/** @typedef {import("../call/message.mjs").Message} Message */
/** @typedef {string | number} Id */

/** More are not remembered: then a broken stream leaves the outcome uncertain. */
const mostKeptIds = 10_000;
const longestKeptId = 64;

/** A connection of one agent over HTTP: a session of 2025-11-25, or all stateless calls. */
export class Session {
  /** @type {Map<Id, AbortController>} calls that are held or running */
  calls = new Map();
  /** @type {Set<unknown>} requests that passed and have no answer yet */
  open = new Set();
  /** @type {Map<Id, (message: Message) => void>} */
  #awaited = new Map();
  /** @type {Set<unknown>} ids of requests of this session, as far as they are remembered */
  #used = new Set();
  questions = new Questions();

  /** @param {{agent: string, capabilities: any, now: () => number}} options */
  constructor({ agent, capabilities, now }) {
    this.agent = agent;
    this.capabilities = capabilities;
    this.tools = new ToolList({ now });
  }

  /** Notes a message of the MCP server. @param {Message} message */
  saw(message) {
    if (message.method === "notifications/tools/list_changed") this.tools.forget();
    if (message.method === undefined) this.open.delete(message.id);
    if (message.method === undefined && message.id !== undefined && message.id !== null)
      this.#awaited.get(message.id)?.(message);
  }

  /** Whether a request of this id has no answer yet. @param {any} id */
  isInUse(id) {
    return this.calls.has(id) || this.open.has(id);
  }

  /**
   * Notes the id of a request. A client can have the server repeat the answer to an earlier request
   * on another stream, so that only an id that names one request identifies an answer there.
   * @param {any} id
   * @returns {boolean} whether the id is certainly used for the first time
   */
  isFirstUse(id) {
    const isKept = typeof id === "number" || String(id).length <= longestKeptId;
    if (this.#used.has(id) || !isKept || this.#used.size >= mostKeptIds) return false;
    this.#used.add(id);
    return true;
  }

  /**
   * Waits for the response to a call on another stream of the session.
   * @param {Id} id
   * @param {AbortSignal} signal
   * @returns {Promise<Message | undefined>}
   */
  response(id, signal) {
    return new Promise((resolve) => {
      this.#awaited.set(id, resolve);
      signal.addEventListener("abort", () => resolve(undefined), { once: true });
    }).finally(() => this.#awaited.delete(id));
  }
}

/** The sessions of all agents. A session belongs to the agent that opened it. */
export class Sessions {
  /** @type {Map<string, Session>} */
  #sessions = new Map();
  /** @type {Map<string, Session>} */
  #stateless = new Map();

  /** @param {{now: () => number, mostSessions?: number}} options */
  constructor({ now, mostSessions = 10_000 }) {
    this.now = now;
    this.mostSessions = mostSessions;
  }

  /** @param {string} id @param {{agent: string, capabilities: any}} opened */
  open(id, { agent, capabilities }) {
    if (this.#sessions.has(id)) return;
    this.#sessions.set(id, new Session({ agent, capabilities, now: this.now }));
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size <= this.mostSessions) break;
      this.#sessions.delete(oldest);
    }
  }

  /** @param {string} id */
  close(id) {
    for (const call of this.#sessions.get(id)?.calls.values() ?? []) call.abort();
    this.#sessions.delete(id);
  }

  /**
   * The session that a request names, or the agent's own if it names none.
   * @param {string | null} id
   * @param {string} agent
   * @returns {Session | undefined} undefined: there is no such session of this agent
   */
  find(id, agent) {
    if (id !== null) {
      const session = this.#sessions.get(id);
      return session?.agent === agent ? session : undefined;
    }
    const known = this.#stateless.get(agent) ?? new Session({ agent, capabilities: {}, now: this.now });
    this.#stateless.set(agent, known);
    return known;
  }
}
