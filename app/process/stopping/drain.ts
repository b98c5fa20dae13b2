import { once } from "node:events";
import type { Server, ServerResponse } from "node:http";
import { type Socket, Server as SocketServer } from "node:net";

/**
 * How long no call must have arrived before idle connections end. A proxy that checks each second, as with
 * deploy/haproxy.cfg, notices the stop in that time, and sends no further call.
 */
const recentMilliseconds = 1000;
/**
 * How long idle connections stay at most, while calls still arrive. Calls under way then get `recent` more.
 * Together they are less than the 3.5 seconds that the stop sequence waits.
 */
const finishMilliseconds = 2000;

/**
 * Ends the connections of a server that stops, so that no call fails: nothing announces the end of an idle
 * connection to the client, only an answer does (`Connection: close`, RFC 9112, section 9.6).
 */
export class Drain {
  readonly #connections = new Set<Socket>();
  readonly #underWay = new Set<ServerResponse>();
  #usedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly http: Server,
    private readonly closing: AbortSignal,
    private readonly limits = { recent: recentMilliseconds, finish: finishMilliseconds },
  ) {
    http.on("connection", (socket) => {
      this.#usedAt = performance.now();
      this.#connections.add(socket);
      socket.once("close", () => this.#connections.delete(socket));
    });
    closing.addEventListener("abort", () => {
      for (const response of this.#underWay) response.shouldKeepAlive = false;
    });
  }

  /** Call before anything is written into the response. */
  watch(response: ServerResponse): void {
    if (this.closing.aborted) response.shouldKeepAlive = false;
    this.#usedAt = performance.now();
    this.#underWay.add(response);
    response.once("close", () => {
      this.#underWay.delete(response);
      // The head of the answer may be older than the stop, and promise more answers.
      if (this.closing.aborted) response.req.socket.destroySoon();
      this.#usedAt = performance.now();
    });
  }

  /** Takes no more connections, and resolves when all have ended. */
  async close(): Promise<void> {
    const closed = once(this.http, "close");
    // An HTTP server's own `close` also ends idle connections, where the next call may be on its way.
    SocketServer.prototype.close.call(this.http);
    const { recent, finish } = this.limits;
    const giveUp = setTimeout(() => this.http.closeAllConnections(), recent + finish);
    await Promise.race([closed, this.#untilQuiet(performance.now() + finish)]);
    const busy = new Set([...this.#underWay].map(({ req }) => req.socket));
    for (const socket of this.#connections) if (!busy.has(socket)) socket.destroy();
    await closed;
    clearTimeout(giveUp);
  }

  /** While calls arrive, their sender hasn't noticed the stop, and may send the next one on any idle connection. */
  async #untilQuiet(last: number): Promise<void> {
    for (;;) {
      const left = Math.min(this.#usedAt + this.limits.recent, last) - performance.now();
      if (left <= 0 || this.#connections.size === 0) return;
      await new Promise((resolve) => setTimeout(resolve, left).unref());
    }
  }
}
