import { setTimeout as pause } from "node:timers/promises";
import { vi } from "vitest";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { refund } from "#app/api/testing/requests";

/** An agent that asks and redeems without a pause, and repeats what wasn't answered. */
export class Load {
  /** Requests whose ask was acknowledged. */
  readonly asked: string[] = [];
  /** Grants whose redemption was acknowledged. */
  readonly redeemed: string[] = [];
  #answeredAt = performance.now();
  #longestPause = 0;
  #isStopped = false;
  #refusal = "none";
  readonly #callers: Promise<void>[];

  constructor(private readonly agents: CallingAgent[]) {
    this.#callers = Array.from({ length: 8 }, (_, n) => this.#callOn(n));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#callers);
  }

  /** Waits for so many more acknowledged redemptions. @throws with the last refusal */
  async more(count: number): Promise<void> {
    const enough = this.redeemed.length + count;
    const isEnough = () => this.redeemed.length >= enough;
    await vi.waitUntil(isEnough, { timeout: 60_000, interval: 5 }).catch((cause: unknown) => {
      throw new Error(`${enough - this.redeemed.length} of ${count} are missing: ${this.#refusal}`, {
        cause,
      });
    });
  }

  /** The seconds of the longest time in which no ask was acknowledged, since the last call. */
  takeLongestPause(): number {
    const seconds = this.#longestPause / 1000;
    this.#longestPause = 0;
    return seconds;
  }

  async #callOn(caller: number): Promise<void> {
    for (let n = caller; !this.#isStopped; n++) {
      const asking = this.agents[n % this.agents.length];
      const webhookId = crypto.randomUUID();
      const answer = await this.#answered(() => asking?.ask({ action: refund(20) }, webhookId));
      if (!answer) return;
      this.asked.push(answer.request.id);
      const redeeming = await this.#heard(() => asking?.redeem(answer.grant, refund(20)));
      if (redeeming?.ok) this.redeemed.push(answer.grant);
    }
  }

  /** An answer, if there is one. */
  async #heard(call: () => Promise<Response> | undefined) {
    const answer = await call()?.catch((error: unknown) => {
      this.#refusal = String(error);
    });
    if (answer && !answer.ok) this.#refusal = `${answer.status} ${await answer.text()}`;
    return answer;
  }

  async #answered(call: () => Promise<Response> | undefined) {
    for (; !this.#isStopped; await pause(20)) {
      const answer = await this.#heard(call);
      if (!answer?.ok) continue;
      const now = performance.now();
      this.#longestPause = Math.max(this.#longestPause, now - this.#answeredAt);
      this.#answeredAt = now;
      return (await answer.json()) as { request: { id: string }; grant: string };
    }
    return undefined;
  }
}
