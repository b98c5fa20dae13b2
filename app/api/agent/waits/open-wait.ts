import { Slots } from "#app/api/edge/slots";
import { CountersignError } from "#lib/kernel/errors";

/** An agent needs one wait. The rest allow a reconnection before the server notices the loss. */
const waitsPerToken = 4;
const retryAfterSeconds = 1;

const perToken = new Slots();
const perAgent = new Slots();

/** An open wait, counted against limits until closed. */
export class OpenWait {
  private readonly claimed: (() => void)[] = [];

  /** Counts the wait against a request. @returns false if the request has four open waits */
  takes(requestId: string): boolean {
    const release = perToken.claim(requestId, waitsPerToken);
    if (release) this.claimed.push(release);
    return release !== undefined;
  }

  /** Counts the wait against an agent. @throws {CountersignError} `rate_limited` beyond `most` */
  countFor(agentId: string, most: number): void {
    const release = perAgent.claim(agentId, most);
    if (!release) throw tooMany(agentId, most, "agent");
    this.claimed.push(release);
  }

  close(): void {
    for (const release of this.claimed) release();
  }
}

/**
 * Counts one more wait for a request's decision, in this process. Each open wait uses a connection
 * and memory, and each change wakes all waits, so without a limit one agent could slow down the
 * others (invariant 23).
 * @throws {CountersignError} `rate_limited` when the request already has four open waits.
 */
export function openWait(requestId: string): OpenWait {
  const wait = new OpenWait();
  if (!wait.takes(requestId)) throw tooMany(requestId, waitsPerToken, "request");
  return wait;
}

function tooMany(key: string, most: number, noun: "request" | "agent"): CountersignError {
  return new CountersignError("rate_limited", `${most} waits of ${key} are open`, {
    userMessage: `This ${noun} has ${most} open waits, the maximum. Close one before you open another.`,
    retryAfterSeconds,
  });
}
