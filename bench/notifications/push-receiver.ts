import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** A push service that accepts everything, and notes when the message of each topic arrived. */
export class PushReceiver {
  /** The first arrival of each topic, as `performance.now()`. */
  readonly arrivedAt = new Map<string, number>();
  accepted = 0;

  private constructor(private readonly server: Server) {
    server.on("request", (request, response) => {
      request.resume().on("end", () => {
        const topic = String(request.headers.topic ?? "");
        if (!this.arrivedAt.has(topic)) this.arrivedAt.set(topic, performance.now());
        this.accepted += 1;
        response.writeHead(201).end();
      });
    });
  }

  static async open(): Promise<PushReceiver> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new PushReceiver(server);
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/push`;
  }

  /** Waits until so many messages were accepted, two minutes at most. */
  async untilAccepted(count: number): Promise<void> {
    const end = performance.now() + 120_000;
    while (this.accepted < count) {
      if (performance.now() > end) throw new Error(`${this.accepted} of ${count} messages arrived`);
      await pause(5);
    }
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
