import { Refusal } from "#components/api/call.ts";
import type { LiveStream } from "./live-stream.ts";
import { subscribe } from "./use-live.ts";

const retryMilliseconds = 5000;

/** A value shared by a tab's components, with one read at a time. After a failed read the last stays. */
export class LiveValue<Value> {
  private value: Value | undefined;
  private readonly listeners = new Set<() => void>();
  private stop: (() => void) | undefined;
  private isReading = false;
  private isStale = false;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly topic: string,
    private readonly read: () => Promise<Value>,
    private readonly stream: () => Pick<LiveStream, "subscribe"> = () => ({ subscribe }),
  ) {}

  readonly get = (): Value | undefined => this.value;

  readonly subscribe = (changed: () => void): (() => void) => {
    this.listeners.add(changed);
    this.stop ??= this.stream().subscribe(this.topic, this.refresh);
    return () => {
      this.listeners.delete(changed);
      if (this.listeners.size > 0) return;
      clearTimeout(this.retry);
      this.stop?.();
      this.stop = undefined;
    };
  };

  private readonly refresh = async (): Promise<void> => {
    this.isStale = true;
    if (this.isReading) return;
    this.isReading = true;
    clearTimeout(this.retry);
    while (this.isStale) {
      this.isStale = false;
      try {
        this.set(await this.read());
      } catch (thrown) {
        this.retryAfter(thrown);
      }
    }
    this.isReading = false;
  };

  private retryAfter(thrown: unknown): void {
    const isSignedOut = thrown instanceof Refusal && thrown.code === "unauthenticated";
    if (isSignedOut || !this.stop) return;
    clearTimeout(this.retry);
    this.retry = setTimeout(this.refresh, retryMilliseconds * (1 + Math.random()));
  }

  private set(value: Value): void {
    if (value === this.value) return;
    this.value = value;
    for (const changed of [...this.listeners]) changed();
  }
}
