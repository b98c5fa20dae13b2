import type { Untyped } from "#client/json/untyped";
import type { Message } from "../call/message.ts";
import { Questions } from "../call/request-state.ts";
import { ToolList } from "../call/tool-list.ts";

type Id = string | number;

/** More are not remembered: then a broken stream leaves the outcome uncertain. */
const mostKeptIds = 10_000;
const longestKeptId = 64;
const mostSessions = 10_000;

/** An agent's connection over HTTP: a session of 2025-11-25, or all stateless calls. */
export class Session {
  readonly tools: ToolList;
  calls: Map<Id, AbortController> = new Map();
  /** Passed requests without an answer yet. */
  open: Set<unknown> = new Set();
  #awaited: Map<Id, (message: Message) => void> = new Map();
  /** The remembered request IDs of this session. */
  #used: Set<unknown> = new Set();
  questions = new Questions();

  constructor(
    readonly agent: string,
    readonly capabilities: Untyped,
    now: () => number,
  ) {
    this.tools = new ToolList(now);
  }

  saw(message: Message) {
    if (message.method === "notifications/tools/list_changed") this.tools.forget();
    if (message.method === undefined) this.open.delete(message.id);
    if (message.method === undefined && message.id !== undefined && message.id !== null)
      this.#awaited.get(message.id)?.(message);
  }

  isInUse(id: Untyped) {
    return this.calls.has(id) || this.open.has(id);
  }

  /** Notes a request's ID. Only a certainly new ID identifies an answer on another stream. */
  isFirstUse(id: Untyped): boolean {
    const isKept = typeof id === "number" || String(id).length <= longestKeptId;
    if (this.#used.has(id) || !isKept || this.#used.size >= mostKeptIds) return false;
    this.#used.add(id);
    return true;
  }

  /** Waits for a call's response on a different stream of the session. */
  response(id: Id, signal: AbortSignal): Promise<Message | undefined> {
    return new Promise<Message | undefined>((resolve) => {
      this.#awaited.set(id, resolve);
      signal.addEventListener("abort", () => resolve(undefined), { once: true });
    }).finally(() => this.#awaited.delete(id));
  }
}

/** All agents' sessions, each for the agent that opened the session. */
export class Sessions {
  #sessions: Map<string, Session> = new Map();
  #stateless: Map<string, Session> = new Map();

  constructor(private readonly now: () => number) {}

  open(id: string, { agent, capabilities }: { agent: string; capabilities: Untyped }) {
    if (this.#sessions.has(id)) return;
    this.#sessions.set(id, new Session(agent, capabilities, this.now));
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size <= mostSessions) break;
      this.#sessions.delete(oldest);
    }
  }

  close(id: string) {
    for (const call of this.#sessions.get(id)?.calls.values() ?? []) call.abort();
    this.#sessions.delete(id);
  }

  /** The named session, or without a name the agent's own; undefined if the agent has no such session. */
  find(id: string | null, agent: string): Session | undefined {
    if (id !== null) {
      const session = this.#sessions.get(id);
      return session?.agent === agent ? session : undefined;
    }
    const known = this.#stateless.get(agent) ?? new Session(agent, {}, this.now);
    this.#stateless.set(agent, known);
    return known;
  }
}
