import { once } from "node:events";
import type { Server, ServerResponse } from "node:http";
import { type Socket, Server as SocketServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** A proxy may at this moment send a call on a connection that it opened or used so recently. */
const recentMilliseconds = 1000;
/** What calls under way get then: waits and event streams have ended by themselves. */
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
    this.#underWay.add(response);
    response.once("close", () => {
      this.#underWay.delete(response);
      // The head of the answer may be older than the stop, and promise more answers.
      if (this.closing.aborted) response.req.socket.destroySoon();
      else this.#usedAt = performance.now();
    });
  }

  /** Takes no more connections, and resolves when all have ended. */
  async close(): Promise<void> {
    const closed = once(this.http, "close");
    // An HTTP server's own `close` also ends idle connections, where the next call may be on its way.
    SocketServer.prototype.close.call(this.http);
    await Promise.race([closed, pause(Math.max(0, this.limits.recent - (performance.now() - this.#usedAt)))]);
    const busy = new Set([...this.#underWay].map(({ req }) => req.socket));
    for (const socket of this.#connections) if (!busy.has(socket)) socket.destroy();
    const giveUp = setTimeout(() => this.http.closeAllConnections(), this.limits.finish);
    await closed;
    clearTimeout(giveUp);
  }
}
