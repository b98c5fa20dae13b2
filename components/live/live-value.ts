import { type LiveStream, liveStream } from "./live-stream.ts";

/**
 * A value that components of a tab share: it is read when its topic begins to be heard and after
 * each change, one read at a time. Undefined until the first read.
 */
export class LiveValue<Value> {
  private value: Value | undefined;
  private readonly listeners = new Set<() => void>();
  private stop: (() => void) | undefined;
  private isReading = false;
  private isStale = false;

  constructor(
    private readonly topic: string,
    private readonly read: () => Promise<Value>,
    private readonly stream: () => Pick<LiveStream, "subscribe"> = liveStream,
  ) {}

  readonly get = (): Value | undefined => this.value;

  readonly subscribe = (changed: () => void): (() => void) => {
    this.listeners.add(changed);
    this.stop ??= this.stream().subscribe(this.topic, this.refresh);
    return () => {
      this.listeners.delete(changed);
      if (this.listeners.size > 0) return;
      this.stop?.();
      this.stop = undefined;
    };
  };

  readonly refresh = async (): Promise<void> => {
    this.isStale = true;
    if (this.isReading) return;
    this.isReading = true;
    while (this.isStale) {
      this.isStale = false;
      try {
        this.set(await this.read());
      } catch {
        // Offline or signed out: the last value stays, and the next change reads again.
      }
    }
    this.isReading = false;
  };

  private set(value: Value): void {
    if (value === this.value) return;
    this.value = value;
    for (const changed of [...this.listeners]) changed();
  }
}
