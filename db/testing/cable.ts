import { connect, createServer, type Server, type Socket } from "node:net";

/** A way to a database that can be cut, as a network can. */
export class Cable {
  /** Where to connect instead of to the database itself. The same after each `plugIn`. */
  port = 0;
  /** Whether a client has connected yet. */
  hasTraffic = false;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  constructor(private databaseUrl: string) {}

  /** Leads the next connections to another database. */
  leadTo(databaseUrl: string): void {
    this.databaseUrl = databaseUrl;
  }

  /** The database's address by way of this cable. */
  get url(): string {
    const url = new URL(this.databaseUrl);
    url.port = String(this.port);
    return url.href;
  }

  async plugIn(): Promise<void> {
    const server = createServer((near) => {
      this.hasTraffic = true;
      const far = connect(Number(new URL(this.databaseUrl).port), "127.0.0.1");
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on("error", () => socket.destroy());
        socket.on("close", () => this.#sockets.delete(socket));
      }
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => server.listen(this.port, "127.0.0.1", resolve));
    this.port = (server.address() as { port: number }).port;
    this.#server = server;
  }

  /** What is connected passes nothing from now on, and gets no end: as when a machine loses its power. */
  goSilent(): void {
    for (const socket of this.#sockets) socket.unpipe().pause();
  }

  async cut(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
