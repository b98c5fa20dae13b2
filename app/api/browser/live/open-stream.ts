import type { streamSSE } from "hono/streaming";
import { batchAtATime } from "#app/api/edge/batch-at-a-time";
import { runtime } from "#app/runtime/runtime";
import type { Topic } from "#lib/events/hub";
import { changeFrame, encoded, openFrame, pingFrame } from "./frames.ts";

type Stream = Parameters<Parameters<typeof streamSSE>[1]>[0];

/** One open stream of a browser's tab. */
export class OpenStream {
  private readonly ended = new AbortController();
  private readonly changed = batchAtATime((topics: Topic[]) => {
    return this.write(changeFrame(topics, runtime().events.lastId()));
  });
  private isPinging = false;

  constructor(
    readonly sessionHash: string,
    readonly topics: Topic[],
    private readonly stream: Stream,
  ) {
    stream.onAbort(() => this.end());
  }

  /** Aborted when the stream ends, by either side. */
  get signal(): AbortSignal {
    return this.ended.signal;
  }

  /**
   * Sends what the listener missed since its last event, and changes from now on.
   * @returns a function to stop.
   */
  start(lastEventId: string | undefined, refused: Topic[]): () => void {
    const { events } = runtime();
    const unsubscribe = this.topics.map((topic) => events.subscribe(topic, () => this.changed.add(topic)));
    const changed = lastEventId === undefined ? [] : events.changedSince(lastEventId, this.topics);
    // Not awaited: the server must be able to close the stream of a client that never reads.
    void this.write(openFrame({ changed, refused, id: events.lastId() }));
    return () => {
      for (const stop of unsubscribe) stop();
    };
  }

  /** A reader that has not read the last ping is gone, even if the socket still looks open. */
  ping(): void {
    if (this.isPinging) {
      this.stream.abort();
      return;
    }
    this.isPinging = true;
    const id = this.changed.isWaiting() ? undefined : runtime().events.lastId();
    void this.write(pingFrame(id)).then(() => {
      this.isPinging = false;
    });
  }

  end(): void {
    this.ended.abort();
  }

  private async write(text: string): Promise<void> {
    await this.stream.write(encoded(text));
  }
}
