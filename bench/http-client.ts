import { connect, type Socket } from "node:net";

/** One HTTP request, ready to be written to a socket. */
export type PreparedRequest = Buffer;

export interface PreparedHeaders {
  [name: string]: string;
}

/**
 * Builds the bytes of a request beforehand, so that the clock measures the server and not the
 * making of requests.
 */
export function prepareRequest(
  method: string,
  path: string,
  headers: PreparedHeaders,
  body = "",
): PreparedRequest {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    "host: localhost",
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n${body}`);
}

export interface Answer {
  status: number;
  body: string;
  /** performance.now() when its last byte was there. */
  at: number;
}

/**
 * A keep-alive connection with one request at a time. Minimal, because the client shares the
 * machine with the server.
 */
export class Connection {
  private buffered: Buffer = Buffer.alloc(0);
  private waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on("data", (chunk) => this.take(chunk));
    socket.on("error", (error) => this.waiting?.reject(error));
    socket.on("close", () => this.waiting?.reject(new Error("the server closed the connection")));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => resolve(new Connection(socket)));
      socket.once("error", reject);
    });
  }

  send(request: PreparedRequest): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.write(request);
    });
  }

  close(): void {
    this.waiting = undefined;
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.buffered = this.buffered.byteLength === 0 ? chunk : Buffer.concat([this.buffered, chunk]);
    const end = this.buffered.indexOf("\r\n\r\n");
    if (end < 0) return;
    const head = this.buffered.toString("latin1", 0, end);
    const body = completeBody(head, this.buffered.subarray(end + 4));
    if (body === undefined) return;
    this.buffered = Buffer.alloc(0);
    this.waiting?.resolve({ status: Number(head.slice(9, 12)), body, at: performance.now() });
  }
}

function completeBody(head: string, rest: Buffer): string | undefined {
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  if (length !== undefined)
    return rest.byteLength >= Number(length) ? rest.toString("utf8", 0, Number(length)) : undefined;
  if (!rest.toString("latin1", Math.max(0, rest.byteLength - 5)).endsWith("0\r\n\r\n")) return undefined;
  return rest.toString("utf8").replace(/^[0-9a-f]+\r\n|\r\n[0-9a-f]+\r\n/gim, "");
}

/**
 * Sends all requests over the given number of connections, each as soon as the previous request on
 * its connection is answered. With several ports, the connections go round them.
 */
export async function drive(
  port: number | number[],
  requests: PreparedRequest[],
  connections: number,
): Promise<{ seconds: number; answers: Answer[] }> {
  const ports = [port].flat();
  const open = await Promise.all(
    Array.from({ length: connections }, (_, index) => Connection.open(ports[index % ports.length] ?? 0)),
  );
  const answers: Answer[] = new Array(requests.length);
  let next = 0;
  const started = performance.now();
  await Promise.all(
    open.map(async (connection) => {
      for (let index = next++; index < requests.length; index = next++) {
        const request = requests[index];
        if (request) answers[index] = await connection.send(request);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  for (const connection of open) connection.close();
  return { seconds, answers };
}
