import { createHmac, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import type { Message } from "./message.ts";

const prefix = "countersign.";
const secondsValid = 3600;
const mostOpen = 10_000;

/**
 * The handles for URL elicitations: authenticated, for one agent and one action, accepted once. A
 * handle gives no right: the retried call is looked up by agent and digest like any other call.
 */
export class RequestStates {
  #key = randomBytes(32);
  /** Unused nonces, with their expiry. */
  #open: Map<string, number> = new Map();

  constructor(private readonly now: () => number) {}

  issue({ agent, digest }: { agent: string; digest: string }): string {
    const nonce = randomBytes(18).toString("base64url");
    this.#open.set(nonce, this.now() + secondsValid * 1000);
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= mostOpen) break;
      this.#open.delete(oldest);
    }
    return `${prefix}${nonce}.${this.#mac(nonce, agent, digest)}`;
  }

  /** Whether the text is a gateway's handle, not an MCP server's. */
  isHandle(state: unknown): state is string {
    return typeof state === "string" && state.startsWith(prefix);
  }

  /** Uses up a handle. Returns whether it was unused, and issued for this agent and action. */
  consume(state: string, { agent, digest }: { agent: string; digest: string }): boolean {
    const [nonce = "", mac = "", surplus] = state.slice(prefix.length).split(".");
    const expected = Buffer.from(this.#mac(nonce, agent, digest));
    const given = Buffer.from(mac);
    if (surplus !== undefined || given.length !== expected.length || !timingSafeEqual(given, expected))
      return false;
    const expiresAt = this.#open.get(nonce);
    return this.#open.delete(nonce) && expiresAt !== undefined && expiresAt > this.now();
  }

  #mac(nonce: string, agent: string, digest: string) {
    return createHmac("sha256", this.#key)
      .update(JSON.stringify([nonce, agent, digest]))
      .digest("base64url");
  }
}

/** The gateway's questions to a client (2025-11-25), such as a URL elicitation. */
export class Questions {
  #prefix = `countersign-question-${randomUUID()}-`;
  #count = 0;
  #open: Map<string, (answer?: Message) => void> = new Map();

  /** Asks the client with the params of `elicitation/create`; `signal` ends the wait. */
  elicit(
    params: object,
    { send, signal }: { send: (message: Message) => void; signal: AbortSignal },
  ): Promise<Message | undefined> {
    const id = `${this.#prefix}${++this.#count}`;
    return new Promise<Message | undefined>((resolve) => {
      this.#open.set(id, resolve);
      signal.addEventListener("abort", () => resolve(undefined), { once: true });
      const method = "elicitation/create";
      send({ jsonrpc: "2.0", id, method, params: { ...params, elicitationId: id } });
    }).finally(() => this.#open.delete(id));
  }

  /** Takes a response, also a late one. Returns whether it answers a question of the gateway. */
  take(message: Message): boolean {
    if (message.method !== undefined || !String(message.id).startsWith(this.#prefix)) return false;
    this.#open.get(String(message.id))?.(message);
    return true;
  }
}
