// @ts-check

/** @typedef {import("../call/message.mjs").Message} Message */

/** Reads the messages of a server-sent event stream, chunk by chunk. */
export class EventReader {
  #decoder = new TextDecoder();
  #text = "";
  /** Whether an event had an id, so that a client can resume the stream. */
  hasIds = false;

  /**
   * @param {Uint8Array} chunk
   * @returns {{message: Message, bytes: string}[]} the messages that are complete now
   */
  push(chunk) {
    this.#text += this.#decoder.decode(chunk, { stream: true });
    const events = this.#text.split(/\r\n\r\n|\n\n|\r\r/);
    this.#text = events.pop() ?? "";
    return events.flatMap((event) => this.#read(event));
  }

  /** @param {string} event */
  #read(event) {
    const lines = event.split(/\r\n|\n|\r/);
    this.hasIds ||= lines.some((line) => line.startsWith("id:"));
    const data = lines.flatMap((line) => (line.startsWith("data:") ? [line.slice(5).replace(/^ /, "")] : []));
    const message = parseJson(data.join("\n"));
    return message === undefined ? [] : [{ message, bytes: data.join("\n") }];
  }
}

/** @param {Message} message @returns {Uint8Array} */
export function encodeEvent(message) {
  return new TextEncoder().encode(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
}

/**
 * Lets a stream pass unchanged, and reports its messages.
 * @param {(message: Message) => void} onMessage
 * @returns {TransformStream<Uint8Array, Uint8Array>}
 */
export function observed(onMessage) {
  const reader = new EventReader();
  return new TransformStream({
    transform(chunk, controller) {
      controller.enqueue(chunk);
      for (const { message } of reader.push(chunk)) onMessage(message);
    },
  });
}

/** @param {Headers} headers */
export function isEventStream(headers) {
  return /^text\/event-stream\b/i.test(headers.get("content-type") ?? "");
}

/** @param {string} text @returns {any} undefined unless it is a JSON object */
export function parseJson(text) {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === "object" ? value : undefined;
  } catch {
    return undefined;
  }
}
