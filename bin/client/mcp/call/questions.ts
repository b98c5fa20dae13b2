import { randomUUID } from "node:crypto";
import type { Message } from "./message.ts";

/** The gateway's questions to a client (2025-11-25), such as a URL elicitation. */
export class Questions {
  #prefix = `countersign-question-${randomUUID()}-`;
  #count = 0;
  #open: Map<string, (answer?: Message) => void> = new Map();

  /**
   * @param params of `elicitation/create`
   * @param options `signal` ends the wait
   * @returns the answer
   */
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

  /**
   * Takes a response of the client. A late answer is taken too, because the MCP server didn't ask.
   * @returns whether the response answers a question of the gateway
   */
  take(message: Message): boolean {
    if (message.method !== undefined || !String(message.id).startsWith(this.#prefix)) return false;
    this.#open.get(String(message.id))?.(message);
    return true;
  }
}
