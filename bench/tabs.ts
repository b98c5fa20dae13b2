import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** Connections that are opened at the same time. */
const atOnce = 50;

/** Many open event streams, as cheap as possible because the client shares the machine. */
export class Tabs {
  private left = 0;
  private allHeard: () => void = () => {};

  private constructor(private readonly sockets: Socket[]) {
    for (const socket of sockets) socket.on("data", (chunk) => this.take(chunk));
  }

  /** Opens the streams; each has received the server's first event. */
  static async open(port: number, count: number, request: (index: number) => Buffer): Promise<Tabs> {
    const sockets: Socket[] = [];
    for (let start = 0; start < count; start += atOnce) {
      const lot = Array.from({ length: Math.min(atOnce, count - start) }, (_, index) =>
        openStream(port, request(start + index)),
      );
      sockets.push(...(await Promise.all(lot)));
    }
    return new Tabs(sockets);
  }

  /** @returns milliseconds from the change until every tab has heard of it. */
  async untilAllHeard(change: () => Promise<void>): Promise<number> {
    this.left = this.sockets.length;
    const all = new Promise<void>((resolve) => {
      this.allHeard = resolve;
    });
    const started = performance.now();
    await change();
    await all;
    return performance.now() - started;
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private take(chunk: Buffer): void {
    if (chunk.includes("event: change") && --this.left === 0) this.allHeard();
  }
}

async function openStream(port: number, request: Buffer): Promise<Socket> {
  const socket = connect(port, "127.0.0.1").setNoDelay(true);
  socket.write(request);
  let text = "";
  while (!text.includes("event: open")) {
    const [chunk] = (await once(socket, "data")) as [Buffer];
    text += chunk.toString("latin1");
    if (/^HTTP\/1\.1 [^2]/.test(text)) throw new Error(`no stream: ${text.slice(0, 300)}`);
  }
  return socket;
}
