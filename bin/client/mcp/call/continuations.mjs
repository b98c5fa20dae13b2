// @ts-check
import { createHash } from "node:crypto";
import { UncertainError } from "../../../../lib/boundary/calls/uncertain-error.mjs";
import { isStateless } from "./message.mjs";

/** @typedef {import("./message.mjs").Message} Message */
/** @typedef {import("./side.mjs").Forwarded} Forwarded */
/** @typedef {{agent: string, digest: string}} Binding */

/**
 * An approved call that the MCP server interrupted: how often it did, and what to do with the answer
 * of the last round.
 * @typedef {{rounds: number, resolve: (last: Forwarded) => void, reject: (error: unknown) => void}}
 * Interrupted
 */

/** How often the MCP server may interrupt one approved call. */
const mostRounds = 5;
/** How long the client may take to answer, in milliseconds. */
const answerMs = 600_000;

/**
 * Calls that the MCP server interrupted to ask the client for input (`input_required`). The client
 * sends the call again with its answers, and that is still the call that was approved: it goes
 * through once, for the same agent, action and server state, within ten minutes.
 */
export class Continuations {
  /** @type {Map<string, Interrupted & {timer: NodeJS.Timeout}>} */
  #open = new Map();

  /** @param {{mostOpen?: number}} [options] */
  constructor({ mostOpen = 10_000 } = {}) {
    this.mostOpen = mostOpen;
  }

  /**
   * Waits until an interrupted call is over.
   * @param {Binding} binding
   * @param {any} result the server's question
   * @returns {Promise<Forwarded>} the answer of the last round. Rejects if the call isn't continued
   */
  lastRound(binding, result) {
    return new Promise((resolve, reject) => {
      this.keep(binding, result, { rounds: 0, resolve, reject });
    });
  }

  /**
   * Notes that the server interrupted a call, the first time or again.
   * @param {Binding} binding
   * @param {any} result the server's question
   * @param {Interrupted} call
   */
  keep(binding, { requestState }, call) {
    if (call.rounds >= mostRounds)
      return call.reject(new UncertainError("the MCP server asked for input too often"));
    const key = keyOf(binding, requestState);
    this.#giveUp(key);
    const timer = setTimeout(() => this.#giveUp(key), answerMs);
    timer.unref();
    this.#open.set(key, { ...call, rounds: call.rounds + 1, timer });
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= this.mostOpen) break;
      this.#giveUp(oldest);
    }
  }

  /**
   * The interrupted call that a call continues. Each question is answered once.
   * @param {Binding} binding
   * @param {Message} request
   * @returns {Interrupted | undefined}
   */
  take(binding, { params }) {
    if (params.inputResponses === undefined && params.requestState === undefined) return undefined;
    const key = keyOf(binding, params.requestState);
    const call = this.#open.get(key);
    clearTimeout(call?.timer);
    this.#open.delete(key);
    return call;
  }

  /** The gateway ends: no call is continued. */
  close() {
    for (const key of this.#open.keys()) this.#giveUp(key);
  }

  /** @param {string} key */
  #giveUp(key) {
    const call = this.#open.get(key);
    clearTimeout(call?.timer);
    this.#open.delete(key);
    call?.reject(new UncertainError("the MCP server asked for input, and the call wasn't continued"));
  }
}

/**
 * Whether the MCP server asks for input before it goes on with a call. Only 2026-07-28 knows that.
 * @param {Message} request
 * @param {Message} answer
 */
export function isInterrupted(request, { result }) {
  return isStateless(request) && result?.resultType === "input_required";
}

/** @param {Binding} binding @param {unknown} requestState */
function keyOf({ agent, digest }, requestState) {
  return createHash("sha256")
    .update(JSON.stringify([agent, digest, requestState ?? null]))
    .digest("base64url");
}
