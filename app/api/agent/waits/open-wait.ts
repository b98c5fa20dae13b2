import { Slots } from "#app/api/edge/slots";
import { CountersignError } from "#lib/kernel/errors";

/** An agent needs one wait. The rest allow a reconnection before the server notices the loss. */
const waitsPerToken = 4;
const retryAfterSeconds = 1;

const perToken = new Slots();
const perAgent = new Slots();

/** One open wait, counted against limits until closed. */
export interface OpenWait {
  /** Counts the wait against an agent too. @throws {CountersignError} `rate_limited` beyond `most` */
  countFor(agentId: string, most: number): void;
  close(): void;
}

/**
 * Counts one more wait for the decision of requests, in this process. Each open wait uses a connection
 * and memory, and each change wakes all waits, so without a limit one agent could slow down the
 * others (invariant 23). A wait for many requests counts once for an agent, and once for each request.
 * @throws {CountersignError} `rate_limited` when a request already has four open waits.
 */
export function openWait(...requestIds: string[]): OpenWait {
  const claimed: (() => void)[] = [];
  const wait: OpenWait = {
    countFor(agentId, most) {
      claimed.push(claim(perAgent, agentId, most, "agent"));
    },
    close() {
      for (const release of claimed) release();
    },
  };
  try {
    for (const id of requestIds) claimed.push(claim(perToken, id, waitsPerToken, "request"));
    return wait;
  } catch (error) {
    wait.close();
    throw error;
  }
}

function claim(slots: Slots, key: string, most: number, noun: "request" | "agent"): () => void {
  const release = slots.claim(key, most);
  if (release) return release;
  throw new CountersignError("rate_limited", `${most} waits of ${key} are open`, {
    userMessage: `This ${noun} has ${most} open waits, the maximum. Close one before you open another.`,
    retryAfterSeconds,
  });
}
