import { randomUUID } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { type BrowserSubscription, newSubscription } from "./browser.ts";
import { decrypt } from "./decrypt.ts";
import { verifyVapid } from "./vapid.ts";

/** A message that the service accepted, decrypted. */
export interface Received {
  endpoint: string;
  payload: Record<string, unknown>;
  ttl: number;
  urgency: string | undefined;
  topic: string | undefined;
}

interface Refusal {
  status: number;
  retryAfter?: string;
}

/** What the service does with a call: accepts it, leaves it unanswered, or refuses it. */
type Behavior = "accept" | "stall" | Refusal;

/**
 * A push service on this machine that speaks RFC 8030, checks VAPID (RFC 8292) and decrypts what it
 * gets with the browser's keys (RFC 8291). For tests only.
 */
export class PushService {
  /** Every accepted message, in order. */
  readonly received: Received[] = [];
  behavior: Behavior = "accept";
  calls = 0;
  private readonly subscriptions = new Map<string, BrowserSubscription>();
  private readonly stalled: ServerResponse[] = [];
  private readonly arrivals = new EventEmitter();

  private constructor(private readonly server: Server) {
    server.on("request", (request, response) => void this.answer(request, response));
  }

  static async open(): Promise<PushService> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new PushService(server);
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  subscribe(applicationServerKey: string): BrowserSubscription {
    const made = newSubscription(`${this.origin}/push/${randomUUID()}`, applicationServerKey);
    this.subscriptions.set(new URL(made.endpoint).pathname, made);
    return made;
  }

  /** What a browser without a connection would get later: the newest message of each topic. */
  stored(endpoint: string): Received[] {
    const messages = this.received.filter((message) => message.endpoint === endpoint);
    return messages.filter(
      ({ topic }, index) =>
        topic === undefined || !messages.slice(index + 1).some((later) => later.topic === topic),
    );
  }

  /** The first accepted message, of the past or the future, that fits. */
  async waitFor(fits: (message: Received) => boolean): Promise<Received> {
    for (;;) {
      const found = this.received.find(fits);
      if (found) return found;
      await once(this.arrivals, "message");
    }
  }

  /** Resolves once the service has got so many calls, whatever it did with them. */
  async waitForCalls(count: number): Promise<void> {
    while (this.calls < count) await once(this.arrivals, "call");
  }

  /** Answers the calls that are unanswered. */
  release(refusal: Refusal): void {
    for (const response of this.stalled.splice(0)) refuse(response, refusal);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    if (this.behavior === "stall") this.stalled.push(response);
    this.calls += 1;
    this.arrivals.emit("call");
    if (this.behavior === "stall") return;
    if (this.behavior !== "accept") return refuse(response, this.behavior);
    const status = await this.accept(request, body);
    response.writeHead(status, status === 201 ? { location: `${this.origin}/message/${randomUUID()}` } : {});
    response.end();
  }

  private async accept({ url, headers, method }: IncomingMessage, body: Buffer): Promise<number> {
    const subscription = this.subscriptions.get(url ?? "");
    if (!subscription || method !== "POST") return 404;
    const signedBy = await verifyVapid(headers.authorization, this.origin).catch(() => undefined);
    if (signedBy !== subscription.applicationServerKey) return 403;
    const ttl = headers.ttl;
    if (typeof ttl !== "string" || !/^\d+$/.test(ttl) || headers["content-encoding"] !== "aes128gcm")
      return 400;
    if (body.length > 4096) return 413;
    const topic = headers.topic?.toString();
    if (topic !== undefined && !/^[\w-]{1,32}$/.test(topic)) return 400;
    const payload = JSON.parse(decrypt(body, subscription.secrets));
    const urgency = headers.urgency?.toString();
    this.received.push({ endpoint: subscription.endpoint, payload, ttl: Number(ttl), urgency, topic });
    this.arrivals.emit("message");
    return 201;
  }
}

function refuse(response: ServerResponse, { status, retryAfter }: Refusal): void {
  response.writeHead(status, retryAfter === undefined ? {} : { "retry-after": retryAfter });
  response.end("words of the push service");
}
