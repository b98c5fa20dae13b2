import type { Topic } from "#lib/events/hub";

const shortestRetryMs = 1000;
const retrySpreadMs = 5000;

/**
 * The first message of a stream, after what the listener missed. The ID comes last: a stream that
 * breaks before it reports the same again. Each stream has its own time to reconnect, so that all
 * tabs do not return in the moment after a restart.
 */
export function openFrame(first: { changed: Topic[]; refused: Topic[]; id: string }): string {
  const retry = Math.round(shortestRetryMs + Math.random() * retrySpreadMs);
  const missed = first.changed.map((topic) => eventText("change", topic));
  const refused = first.refused.map((topic) => eventText("refused", topic));
  return [`retry: ${retry}\n\n`, ...missed, ...refused, eventText("open", "", first.id)].join("");
}

/** Reports changed topics. The ID comes with the last of them. */
export function changeFrame(topics: Topic[], id: string): string {
  return topics
    .map((topic, index) => eventText("change", topic, index === topics.length - 1 ? id : undefined))
    .join("");
}

/** Shows that the stream lives. Without an ID while changes wait that the ID would skip. */
export function pingFrame(id: string | undefined): string {
  return eventText("ping", "", id);
}

function eventText(name: string, data: string, id?: string): string {
  return `event: ${name}\ndata: ${data}\n${id === undefined ? "" : `id: ${id}\n`}\n`;
}

const encoder = new TextEncoder();
let last = { text: "", bytes: new Uint8Array() };

/** The text as bytes; encoded once for all streams that send the same text one after the other. */
export function encoded(text: string): Uint8Array {
  if (text !== last.text) last = { text, bytes: encoder.encode(text) };
  return last.bytes;
}
