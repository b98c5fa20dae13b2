// @ts-check

/** @typedef {import("../call/message.mjs").Message} Message */

/** The longest message that is read, in bytes, as over stdio. */
const longestMessage = 16 * 1024 * 1024;
const tooLong = "the MCP server sent a message that is too long";

/** Reads the messages of a server-sent event stream, chunk by chunk. */
export class EventReader {
  #decoder = new TextDecoder();
  /** @type {string[]} the pieces of the line that isn't complete */
  #line = [];
  /** @type {string[]} the data lines of the event that isn't complete */
  #data = [];
  #lineSize = 0;
  #dataSize = 0;
  #endedWithReturn = false;
  /** Whether an event had an id, so that a client can resume the stream. */
  hasIds = false;

  /**
   * Throws if a message is too long.
   * @param {Uint8Array} chunk
   * @returns {{message: Message, bytes: string}[]} the messages that are complete now
   */
  push(chunk) {
    let text = this.#decoder.decode(chunk, { stream: true });
    if (text === "") return [];
    if (this.#endedWithReturn && text.startsWith("\n")) text = text.slice(1);
    this.#endedWithReturn = text.endsWith("\r");
    const lines = text.split(/\r\n|\n|\r/);
    const rest = lines.pop() ?? "";
    const messages = [];
    for (const line of lines) {
      const message = this.#end([...this.#line, line].join(""));
      [this.#line, this.#lineSize] = [[], 0];
      if (message) messages.push(message);
    }
    if (rest !== "") this.#line.push(rest);
    this.#lineSize += rest.length;
    this.#checkSize();
    return messages;
  }

  /** Ends a line. An empty line ends an event. @param {string} line */
  #end(line) {
    if (line.startsWith("id:")) this.hasIds = true;
    if (line.startsWith("data:")) {
      this.#data.push(line.slice(5).replace(/^ /, ""));
      this.#dataSize += line.length;
      this.#checkSize();
    }
    if (line !== "") return undefined;
    const bytes = this.#data.join("\n");
    [this.#data, this.#dataSize] = [[], 0];
    const message = parseJson(bytes);
    return message && { message, bytes };
  }

  #checkSize() {
    if (this.#lineSize + this.#dataSize > longestMessage) throw new Error(tooLong);
  }
}

/** @param {Message} message @returns {Uint8Array} */
export function encodeEvent(message) {
  return new TextEncoder().encode(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
}

/**
 * Lets a stream pass unchanged, and reports its messages. Ends the stream at a message that is too
 * long.
 * @param {(message: Message) => void} onMessage
 * @returns {TransformStream<Uint8Array, Uint8Array>}
 */
export function observed(onMessage) {
  const reader = new EventReader();
  return new TransformStream({
    transform(chunk, controller) {
      try {
        for (const { message } of reader.push(chunk)) onMessage(message);
      } catch {
        return controller.terminate();
      }
      controller.enqueue(chunk);
    },
  });
}

/**
 * Reads the body of a response. Rejects if it is too long.
 * @param {Response} response
 * @returns {Promise<string>}
 */
export async function readText(response) {
  const chunks = [];
  let size = 0;
  for await (const chunk of chunksOf(response)) {
    size += chunk.length;
    if (size > longestMessage) throw new Error(tooLong);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** @param {Response} response @returns {AsyncIterable<Uint8Array>} */
export async function* chunksOf({ body }) {
  if (body) yield* /** @type {any} */ (body);
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
