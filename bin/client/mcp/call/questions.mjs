// @ts-check
import { randomUUID } from "node:crypto";

/** @typedef {import("./message.mjs").Message} Message */

/** Questions of the gateway to one client (2025-11-25), such as a URL elicitation. */
export class Questions {
  #prefix = `countersign-question-${randomUUID()}-`;
  #count = 0;
  /** @type {Map<string, (answer?: Message) => void>} */
  #open = new Map();

  /**
   * @param {object} params of `elicitation/create`
   * @param {{send: (message: Message) => void, signal: AbortSignal}} options `signal` ends the wait
   * @returns {Promise<Message | undefined>} the answer
   */
  elicit(params, { send, signal }) {
    const id = `${this.#prefix}${++this.#count}`;
    return new Promise((resolve) => {
      this.#open.set(id, resolve);
      signal.addEventListener("abort", () => resolve(undefined), { once: true });
      const method = "elicitation/create";
      send({ jsonrpc: "2.0", id, method, params: { ...params, elicitationId: id } });
    }).finally(() => this.#open.delete(id));
  }

  /**
   * Takes a response of the client. A late answer is taken too: it is not for the MCP server.
   * @param {Message} message
   * @returns {boolean} whether it answers a question of the gateway
   */
  take(message) {
    if (message.method !== undefined || !String(message.id).startsWith(this.#prefix)) return false;
    this.#open.get(String(message.id))?.(message);
    return true;
  }
}
