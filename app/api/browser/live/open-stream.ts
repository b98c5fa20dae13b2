import type { streamSSE } from "hono/streaming";
import { batchAtATime } from "#app/api/edge/batch-at-a-time";
import { runtime } from "#app/runtime/runtime";
import type { Topic } from "#lib/events/hub";

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

  /** Sends the changes since the listener's last event, and from now on. Returns how to stop. */
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

const shortestRetryMs = 1000;
const retrySpreadMs = 5000;

/**
 * The first message of a stream, after what the listener missed. The ID comes last: a stream that
 * breaks before it reports the same again. Each stream has its own time to reconnect, so that all
 * tabs do not return in the moment after a restart.
 */
function openFrame(first: { changed: Topic[]; refused: Topic[]; id: string }): string {
  const retry = Math.round(shortestRetryMs + Math.random() * retrySpreadMs);
  const missed = first.changed.map((topic) => eventText("change", topic));
  const refused = first.refused.map((topic) => eventText("refused", topic));
  return [`retry: ${retry}\n\n`, ...missed, ...refused, eventText("open", "", first.id)].join("");
}

/** Reports changed topics. The ID comes with the last of them. */
function changeFrame(topics: Topic[], id: string): string {
  return topics
    .map((topic, index) => eventText("change", topic, index === topics.length - 1 ? id : undefined))
    .join("");
}

/** Shows that the stream lives. Without an ID while changes wait that the ID would skip. */
function pingFrame(id: string | undefined): string {
  return eventText("ping", "", id);
}

function eventText(name: string, data: string, id?: string): string {
  return `event: ${name}\ndata: ${data}\n${id === undefined ? "" : `id: ${id}\n`}\n`;
}

const encoder = new TextEncoder();
let last = { text: "", bytes: new Uint8Array() };

/** The text as bytes; encoded once for all streams that send the same text one after the other. */
function encoded(text: string): Uint8Array {
  if (text !== last.text) last = { text, bytes: encoder.encode(text) };
  return last.bytes;
}
