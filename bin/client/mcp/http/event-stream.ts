import type { Untyped } from "#client/json/untyped";
import { parseJson } from "../../strict-json.ts";
import { isAnswerTo, type Message } from "../call/message.ts";

/** The longest message, in bytes, as over stdio. */
const longestMessage = 16 * 1024 * 1024;
const tooLong = "the MCP server sent a message that is too long";

/** Reads the messages of a server-sent event stream, chunk by chunk. */
export class EventReader {
  #decoder = new TextDecoder();
  /** The pieces of the incomplete line. */
  #line: string[] = [];
  /** The data lines of the incomplete event. */
  #data: string[] = [];
  #lineSize = 0;
  #dataSize = 0;
  #endedWithReturn = false;
  /** Whether an event had an ID, with which a client can resume the stream. */
  hasIds = false;

  /** Returns the messages that are complete now. Throws if a message is too long. */
  push(chunk: Uint8Array): { message: Message; bytes: string }[] {
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

  #end(line: string) {
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

export function encodeEvent(message: Message): Uint8Array {
  return new TextEncoder().encode(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
}

/** Passes a stream on unchanged, and reports its messages. A message that is too long ends the stream. */
export function observed(onMessage: (message: Message) => void): TransformStream<Uint8Array, Uint8Array> {
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

/** Reads a response's body. Rejects if too long. */
export async function readText(response: Response): Promise<string> {
  const chunks = [];
  let size = 0;
  for await (const chunk of chunksOf(response)) {
    size += chunk.length;
    if (size > longestMessage) throw new Error(tooLong);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

export async function* chunksOf({ body }: Response): AsyncIterable<Uint8Array> {
  if (body) yield* body as Untyped;
}

export function isEventStream(headers: Headers) {
  return /^text\/event-stream\b/i.test(headers.get("content-type") ?? "");
}

/** Reads the JSON-RPC response to a request from an HTTP response. Rejects if too long. */
export async function collect(
  response: Response,
  id: unknown,
): Promise<{ message: Message; bytes: string } | undefined> {
  if (!isEventStream(response.headers)) {
    const bytes = await readText(response);
    const message = parseJson(bytes);
    return message && isAnswerTo(message, id) ? { message, bytes } : undefined;
  }
  const reader = new EventReader();
  for await (const chunk of chunksOf(response))
    for (const read of reader.push(chunk)) if (isAnswerTo(read.message, id)) return read;
  return undefined;
}
