import { setMaxListeners } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";

const signals = ["SIGTERM", "SIGINT"] as const;

/** One Ctrl-C arrives twice under npm, from the terminal and from npm. */
const echoMilliseconds = 1000;

/** The whole stop takes less than five seconds: the database's own part, which has no limit, needs the rest. */
const mostMilliseconds = 3500;

/** What stops a part, by the part's name. */
type Parts = Readonly<Record<string, () => Promise<void>>>;

/** The started parts, to be stopped in reverse order: by a signal, or after a failed start. */
export class StopSequence {
  readonly #steps: Parts[] = [];
  readonly #closing = new AbortController();

  constructor(
    private readonly log: Pick<Logger, "info" | "warn" | "error">,
    private readonly limit = mostMilliseconds,
  ) {
    // Every waiting request listens to the signal: thousands of listeners are not a leak.
    setMaxListeners(0, this.#closing.signal);
  }

  /** Aborted as soon as the process begins to stop: handlers of long polls then answer. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Parts that are added together stop at the same time. */
  add(parts: Parts): void {
    this.#steps.push(parts);
  }

  /** Resolves when a signal came and every step is stopped. A second signal exits immediately. */
  onSignal(): Promise<void> {
    return new Promise((resolve) => {
      let firstAt = 0;
      for (const signal of signals) {
        process.on(signal, () => {
          if (firstAt > 0 && Date.now() - firstAt > echoMilliseconds) process.exit(1);
          if (firstAt > 0) return;
          firstAt = Date.now();
          this.log.info({ signal }, "stopping");
          void this.now().then(resolve);
        });
      }
    });
  }

  /** Waits for the first step without a limit: an embedded database must not be left half stopped. */
  async now(): Promise<void> {
    this.#closing.abort();
    const [first = {}, ...later] = this.#steps.splice(0);
    const over = new AbortController();
    const limit = pause(this.limit, true, { signal: over.signal }).catch(() => false);
    for (const parts of later.reverse()) {
      const stopping = Object.entries(parts).map((part) => this.#stop(...part, limit));
      await Promise.all(stopping);
    }
    over.abort();
    for (const part of Object.entries(first)) await this.#stop(...part);
  }

  async #stop(name: string, stop: () => Promise<void>, limit?: Promise<boolean>): Promise<void> {
    const stopped = stop().catch((error: unknown) =>
      this.log.error({ err: error }, `could not stop cleanly: ${name}`),
    );
    const isLate = await Promise.race([stopped, ...(limit ? [limit] : [])]);
    if (isLate) this.log.warn(`did not stop in time: ${name}`);
  }
}
