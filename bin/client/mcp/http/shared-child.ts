import { type InboundModernRoute, PerRequestHTTPServerTransport } from "@modelcontextprotocol/server";
import type { Untyped } from "#client/json/untyped";
import { parseJson } from "../../strict-json.ts";
import type { ChildServer } from "../child.ts";

interface Open {
  id: Untyped;
  progressToken: Untyped;
  send: (message: Untyped) => void;
  close: () => void;
}

const subscriptionKey = "io.modelcontextprotocol/subscriptionId";

/** Stateless calls of several connections. Renamed IDs and tokens of two clients can't collide. */
export class SharedChild {
  #open: Map<string, Open> = new Map();
  #count = 0;

  constructor(readonly child: ChildServer) {
    child.onLine = (line) => this.#receive(parseJson(line));
    // An open call may have run, and gets no answer.
    child.onEnd = () => {
      for (const { close } of [...this.#open.values()]) close();
    };
  }

  /** @param signal aborts when the client closes its stream */
  async fetch({ message, classification }: InboundModernRoute, signal: AbortSignal): Promise<Response> {
    const transport = new PerRequestHTTPServerTransport({ classification });
    const name = `r${++this.#count}`;
    const id = "id" in message ? message.id : undefined;
    transport.onmessage = () => this.child.send(id === undefined ? message : renamed(message, name));
    transport.onclose = () => this.#open.delete(name);
    await transport.start();
    if (id !== undefined) {
      const { progressToken } = (message.params as Untyped)?._meta ?? {};
      const send = (sent: Untyped) => void transport.send(sent, { relatedRequestId: id });
      this.#open.set(name, { id, progressToken, send, close: () => void transport.close() });
      const cancel = () => {
        if (!this.#open.delete(name) || this.child.isEnded) return;
        this.child.send({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: name } });
      };
      signal.addEventListener("abort", cancel, { once: true });
    }
    return transport.handleMessage(message, { request: new Request("http://localhost/mcp", { signal }) });
  }

  #receive(message: Untyped) {
    if (!message) return;
    if (message.method === undefined) {
      const open = this.#open.get(message.id);
      this.#open.delete(message.id);
      return open?.send({ ...message, id: open.id });
    }
    const subscription = message.params?._meta?.[subscriptionKey];
    const name = message.params?.progressToken ?? subscription ?? this.#onlyName();
    const open = this.#open.get(name);
    if (!open) return;
    const { params } = message;
    const progress = params?.progressToken === undefined ? {} : { progressToken: open.progressToken };
    const meta = subscription === undefined ? {} : { _meta: { ...params._meta, [subscriptionKey]: open.id } };
    open.send({ ...message, params: { ...params, ...progress, ...meta } });
  }

  /** Over stdio, a log message names no call. */
  #onlyName() {
    return this.#open.size === 1 ? [...this.#open.keys()][0] : undefined;
  }
}

function renamed(message: Untyped, name: string) {
  const meta = message.params?._meta;
  const own = meta?.progressToken === undefined ? meta : { ...meta, progressToken: name };
  return { ...message, id: name, params: { ...message.params, _meta: own } };
}
