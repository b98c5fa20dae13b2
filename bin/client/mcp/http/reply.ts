import { parseJson } from "../../strict-json.ts";
import { isAnswerTo, type Message } from "../call/message.ts";
import { chunksOf, EventReader, encodeEvent, isEventStream, readText } from "./event-stream.ts";

/** The response to a `tools/call`: events while the call waits, else the MCP server's response. */
export class Reply {
  #respond: (response: Response) => void = () => {};
  response: Promise<Response> = new Promise((resolve) => {
    this.#respond = resolve;
  });
  #writer: WritableStreamDefaultWriter<Uint8Array> | undefined;
  #isClosed = false;

  /** @param onGone called when the client closes the stream, possibly more than once */
  constructor(
    private readonly canStream: boolean,
    private readonly onGone: () => void,
  ) {}

  notify(message: Message) {
    if (!this.canStream) return;
    this.#open({ "content-type": "text/event-stream", "cache-control": "no-cache, no-transform" }, 200);
    void this.#write(encodeEvent(message));
  }

  async finish(message: Message) {
    if (!this.#writer) return this.#respond(Response.json(message));
    await this.#write(encodeEvent(message));
    await this.close();
  }

  /** Sends the MCP server's answer, and reads on without the client. Returns the response to `to.id`. */
  async relay(
    upstream: Response,
    to: { headers: Record<string, string>; id: unknown; onMessage: (message: Message) => void },
  ): Promise<{ found?: { message: Message; bytes: string }; hasIds: boolean }> {
    if (!isEventStream(upstream.headers)) return this.#relayBody(upstream, to);
    const reader = new EventReader();
    let found: { message: Message; bytes: string } | undefined;
    this.#open(to.headers, upstream.status);
    for await (const chunk of chunksOf(upstream)) {
      await this.#write(chunk);
      for (const read of this.#read(reader, chunk)) {
        to.onMessage(read.message);
        if (isAnswerTo(read.message, to.id)) found = read;
      }
    }
    if (found) await this.close();
    return { found, hasIds: reader.hasIds };
  }

  #read(reader: EventReader, chunk: Uint8Array) {
    try {
      return reader.push(chunk);
    } catch (error) {
      // An event of its own follows.
      void this.#write(new TextEncoder().encode("\n\n"));
      throw error;
    }
  }

  async #relayBody(upstream: Response, { headers, id }: { headers: Record<string, string>; id: unknown }) {
    const bytes = await readText(upstream);
    const message = parseJson(bytes);
    if (!message || !isAnswerTo(message, id)) return { hasIds: false };
    if (this.#writer) await this.finish(message);
    else this.#respond(new Response(bytes, { status: upstream.status, headers }));
    return { found: { message, bytes }, hasIds: false };
  }

  #open(headers: Record<string, string>, status: number) {
    if (this.#writer) return;
    const { readable, writable } = new TransformStream(undefined, undefined, { highWaterMark: 16 });
    this.#writer = writable.getWriter();
    this.#writer.closed.catch(this.onGone);
    this.#respond(new Response(readable, { status, headers }));
  }

  async #write(chunk: Uint8Array) {
    if (this.#isClosed) return;
    await this.#writer?.write(chunk).catch(this.onGone);
  }

  async close() {
    this.#isClosed = true;
    await this.#writer?.close().catch(() => {});
  }
}
