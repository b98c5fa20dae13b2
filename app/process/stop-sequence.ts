import { setMaxListeners } from "node:events";
import type { Logger } from "pino";

const signals = ["SIGTERM", "SIGINT"] as const;

/** One Ctrl-C arrives twice under npm, from the terminal and from npm. */
const echoMilliseconds = 1000;

/** The started parts, to be stopped in reverse order: by a signal, or after a failed start. */
export class StopSequence {
  readonly #steps: { name: string; stop: () => Promise<void> }[] = [];
  readonly #closing = new AbortController();

  constructor(private readonly log: Logger) {
    // Every waiting request listens to the signal: thousands of listeners are not a leak.
    setMaxListeners(0, this.#closing.signal);
  }

  /** Aborted as soon as the process begins to stop: handlers of long polls then answer. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  add(name: string, stop: () => Promise<void>): void {
    this.#steps.push({ name, stop });
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

  async now(): Promise<void> {
    this.#closing.abort();
    for (const { name, stop } of this.#steps.reverse()) {
      try {
        await stop();
      } catch (error) {
        this.log.error({ err: error }, `could not stop cleanly: ${name}`);
      }
    }
  }
}
