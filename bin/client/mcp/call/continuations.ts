import { createHash } from "node:crypto";
import type { Untyped } from "#client/json/untyped";
import { UncertainError } from "#lib/boundary/calls/port-error";
import { isStateless, type Message } from "./message.ts";
import type { Forwarded } from "./side.ts";

interface Binding {
  agent: string;
  digest: string;
}

/** An approved call that the MCP server interrupted: how often, and how to answer the last round. */
export interface Interrupted {
  rounds: number;
  resolve: (last: Forwarded) => void;
  reject: (error: unknown) => void;
}

const mostRounds = 5;
const mostOpen = 10_000;
/** How long the client may take to answer, in milliseconds. */
const answerMs = 600_000;

/**
 * Calls that the MCP server interrupted to ask the client for input (`input_required`). The client
 * repeats the call with the input. The approved call then goes through once, for the same agent,
 * action and server state, within ten minutes.
 */
export class Continuations {
  #open: Map<string, Interrupted & { timer: NodeJS.Timeout }> = new Map();

  /** Waits for the last round of an interrupted call. Rejects if the client doesn't continue the call. */
  lastRound(binding: Binding, result: Untyped): Promise<Forwarded> {
    return new Promise((resolve, reject) => {
      this.keep(binding, result, { rounds: 0, resolve, reject });
    });
  }

  /** Notes the server's question in `result`. */
  keep(binding: Binding, { requestState }: Untyped, call: Interrupted) {
    if (call.rounds >= mostRounds)
      return call.reject(new UncertainError("the MCP server asked for input too often"));
    const key = keyOf(binding, requestState);
    this.#giveUp(key);
    const timer = setTimeout(() => this.#giveUp(key), answerMs);
    timer.unref();
    this.#open.set(key, { ...call, rounds: call.rounds + 1, timer });
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= mostOpen) break;
      this.#giveUp(oldest);
    }
  }

  /** The interrupted call that a call continues. Each question is answered once. */
  take(binding: Binding, { params }: Message): Interrupted | undefined {
    if (params.inputResponses === undefined && params.requestState === undefined) return undefined;
    const key = keyOf(binding, params.requestState);
    const call = this.#open.get(key);
    clearTimeout(call?.timer);
    this.#open.delete(key);
    return call;
  }

  close() {
    for (const key of this.#open.keys()) this.#giveUp(key);
  }

  #giveUp(key: string) {
    const call = this.#open.get(key);
    clearTimeout(call?.timer);
    this.#open.delete(key);
    call?.reject(new UncertainError("the MCP server asked for input, and the call wasn't continued"));
  }
}

/** Whether the MCP server asks for input first. Only in 2026-07-28. */
export function isInterrupted(request: Message, { result }: Message) {
  return isStateless(request) && result?.resultType === "input_required";
}

function keyOf({ agent, digest }: Binding, requestState: unknown) {
  return createHash("sha256")
    .update(JSON.stringify([agent, digest, requestState ?? null]))
    .digest("base64url");
}
