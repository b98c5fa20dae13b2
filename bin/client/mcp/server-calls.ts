import { randomUUID } from "node:crypto";
import type { Untyped } from "#client/json/untyped";
import { UncertainError } from "#lib/boundary/calls/port-error";
import { detached, withoutProgress } from "./call/described-call.ts";
import { isStateless, type Message } from "./call/message.ts";

type Id = string | number;
interface Received {
  message: Message;
  bytes: string;
}

/** Milliseconds for a cancelled call to answer. */
const graceMs = 5000;
/** Milliseconds for the server to list its tools. */
const listMs = 30_000;

/** The gateway's own requests to an MCP server. */
export class ServerCalls {
  #awaited: Map<Id, (answer?: Received) => void> = new Map();
  #isEnded = false;
  #prefix = `countersign-${randomUUID()}-`;
  #count = 0;

  constructor(private readonly send: (message: Message) => void) {}

  get isEnded() {
    return this.#isEnded;
  }

  /** The server ended: no request gets an answer. */
  end() {
    this.#isEnded = true;
    for (const answer of this.#awaited.values()) answer(undefined);
  }

  /** A request gets no answer. Returns whether the request was a call. */
  lose(id: Id): boolean {
    this.#awaited.get(id)?.(undefined);
    return String(id).startsWith(this.#prefix);
  }

  /** Takes a response, also a late one. Returns whether it answers a call. */
  take(received: Received): boolean {
    const id = received.message.id as Id;
    this.#awaited.get(id)?.(received);
    return String(id).startsWith(this.#prefix);
  }

  /** Under an ID that the client can't choose: no other message of the client gets the call's answer. */
  async forward(
    request: Message,
    { signal, isDetached }: { signal: AbortSignal; isDetached: boolean },
  ): Promise<Received> {
    const id = this.#newId();
    const call = isDetached ? detached(request, id) : { ...request, id };
    const cancelled = new AbortController();
    const cancel = () => {
      if (!this.#isEnded)
        this.send({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: id } });
      setTimeout(() => cancelled.abort(), graceMs).unref();
    };
    signal.addEventListener("abort", cancel, { once: true });
    try {
      const answer = await this.#ask(call, cancelled.signal);
      if (!answer) throw new UncertainError("the MCP server didn't answer");
      return answer;
    } finally {
      signal.removeEventListener("abort", cancel);
    }
  }

  async listTools(request: Message, cursor?: string): Promise<Untyped> {
    const meta = isStateless(request) ? { _meta: withoutProgress(request.params._meta) } : {};
    const params = { cursor, ...meta };
    const list = { jsonrpc: "2.0", id: this.#newId(), method: "tools/list", params };
    const answer = await this.#ask(list, AbortSignal.timeout(listMs));
    return answer?.message.result ?? Promise.reject(new Error("the MCP server doesn't list its tools"));
  }

  /** The answer; undefined without an answer, or when `signal` ends the wait. */
  #ask(request: Message, signal: AbortSignal): Promise<Received | undefined> {
    if (this.#isEnded) return Promise.reject(new Error("the MCP server ended"));
    const id = request.id as Id;
    return new Promise<Received | undefined>((resolve) => {
      this.#awaited.set(id, resolve);
      signal.addEventListener("abort", () => resolve(undefined), { once: true });
      this.send(request);
    }).finally(() => this.#awaited.delete(id));
  }

  #newId() {
    return `${this.#prefix}${++this.#count}`;
  }
}
