// @ts-check
import { createHash } from "node:crypto";

/** @typedef {import("./message.mjs").Message} Message */

/**
 * Calls that the MCP server interrupted to ask the client for input (`input_required`). The client
 * sends the call again with its answers, and that is still the call that was approved: it goes
 * through once, for the same agent, action and server state, within ten minutes.
 */
export class Continuations {
  /** @type {Map<string, number>} */
  #open = new Map();

  /** @param {{now: () => number, mostOpen?: number}} options */
  constructor({ now, mostOpen = 10_000 }) {
    this.now = now;
    this.mostOpen = mostOpen;
  }

  /**
   * Notes an interrupted call.
   * @param {{agent: string, digest: string}} binding
   * @param {any} result of the call
   */
  note(binding, result) {
    if (result?.resultType !== "input_required") return;
    this.#open.set(keyOf(binding, result.requestState), this.now() + 600_000);
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= this.mostOpen) break;
      this.#open.delete(oldest);
    }
  }

  /**
   * Whether a call continues an interrupted one. Answers yes once.
   * @param {{agent: string, digest: string}} binding
   * @param {Message} request
   */
  take(binding, { params }) {
    if (params.inputResponses === undefined && params.requestState === undefined) return false;
    const key = keyOf(binding, params.requestState);
    const expiresAt = this.#open.get(key);
    return this.#open.delete(key) && expiresAt !== undefined && expiresAt > this.now();
  }
}

/** @param {{agent: string, digest: string}} binding @param {unknown} requestState */
function keyOf({ agent, digest }, requestState) {
  return createHash("sha256")
    .update(JSON.stringify([agent, digest, requestState ?? null]))
    .digest("base64url");
}
