import { EventEmitter, once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { httpServer } from "#lib/outbound/testing/servers";

/** One call that the server got. */
export interface ChatCall {
  path: string;
  authorization: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into bodies of many shapes.
  body: any;
}

export interface ChatAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: string | object;
}

/** What the server does with a call; "stall" leaves it unanswered. */
type Behavior = (call: ChatCall) => ChatAnswer | "stall";

/**
 * A server on this machine in the shape of Slack: a workspace with members, direct messages that can
 * be updated, and incoming webhooks. For tests only.
 */
export class ChatServer {
  readonly calls: ChatCall[] = [];
  readonly members = new Map<string, string>();
  /** Every posted message as it is now, by channel and time stamp. */
  readonly messages = new Map<string, { text: string; blocks: { text: { text: string } }[] }>();
  token = "xoxb-0000000000-workspace-token";
  /** Answers instead of Slack, where it returns an answer. */
  instead: (call: ChatCall) => ChatAnswer | "stall" | undefined = () => undefined;
  private readonly arrivals = new EventEmitter();
  private constructor(readonly origin: { url: string }) {}

  static async open(): Promise<ChatServer> {
    const origin = { url: "" };
    const server = new ChatServer(origin);
    const { port } = await httpServer((request, response) => void server.answer(request, response));
    origin.url = `http://127.0.0.1:${port}`;
    return server;
  }

  get url(): string {
    return this.origin.url;
  }

  reset(): void {
    this.calls.length = 0;
    this.members.clear();
    this.messages.clear();
    this.instead = () => undefined;
  }

  callsTo(method: string): ChatCall[] {
    return this.calls.filter(({ path }) => path === `/${method}`);
  }

  async waitForCall(): Promise<void> {
    await once(this.arrivals, "call");
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url: path = "", headers } = request;
    const body = parse(await text(request), headers["content-type"] ?? "");
    const call = { path, authorization: headers.authorization, body };
    this.calls.push(call);
    this.arrivals.emit("call");
    const answered = this.instead(call) ?? this.slack(call);
    if (answered === "stall") return;
    const { status = 200, headers: more = {}, body: content = "" } = answered;
    const isText = typeof content === "string";
    response.writeHead(status, { "content-type": isText ? "text/plain" : "application/json", ...more });
    response.end(isText ? content : JSON.stringify(content));
  }

  private readonly slack: Behavior = ({ path, authorization, body }) => {
    if (path.startsWith("/services/")) return { body: "ok" };
    if (path.startsWith("/workflows/")) return { status: 202 };
    if (authorization !== `Bearer ${this.token}`) return { body: { ok: false, error: "invalid_auth" } };
    if (path === "/users.lookupByEmail") {
      const id = this.members.get(body.email);
      return { body: id ? { ok: true, user: { id } } : { ok: false, error: "users_not_found" } };
    }
    if (path === "/chat.postMessage") {
      const channel = `D${body.channel.slice(1)}`;
      const ts = `1700000000.${String(this.messages.size).padStart(6, "0")}`;
      this.messages.set(`${channel}/${ts}`, body);
      return { body: { ok: true, channel, ts, message: {} } };
    }
    const place = `${body.channel}/${body.ts}`;
    if (path !== "/chat.update" || !this.messages.has(place))
      return { body: { ok: false, error: "message_not_found" } };
    this.messages.set(place, body);
    return { body: { ok: true, channel: body.channel, ts: body.ts } };
  };
}

function parse(body: string, type: string): unknown {
  return type.includes("json") ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body));
}
