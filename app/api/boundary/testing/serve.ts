import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { pino } from "pino";
import { afterAll } from "vitest";
import { createHttpServer } from "#app/process/http-server";
import type { DatabaseState } from "#db/ping";

/** A port of the whole process, with a page at every address that is none of a machine. */
export interface Served {
  url: string;
  /** Sends bytes as they are, and reads the answer until the connection ends. */
  raw(text: string): Promise<{ status: number; body: string }>;
  /** A GET of an address as it is written, which `fetch` would normalize. `headers`: more lines. */
  get(address: string, ...headers: string[]): Promise<{ status: number; body: string }>;
}

/** Serves the routes and a page on a port, with a database in this state. For tests only. */
export async function serve(origin: string, database: DatabaseState = "current"): Promise<Served> {
  const server = createHttpServer({
    origin,
    isDevelopment: false,
    log: pino({ level: "silent" }),
    lookAtDatabase: async () => database,
    closing: new AbortController().signal,
  });
  server.servePages(async (_, response) => void response.end("page"));
  server.http.listen(0, "127.0.0.1");
  await once(server.http, "listening");
  const { port } = server.http.address() as AddressInfo;
  afterAll(() => server.close());
  const raw = (text: string) => exchange(port, text);
  const get = (address: string, ...headers: string[]) => {
    const lines = [`GET ${address} HTTP/1.1`, "Host: localhost:3000", "Connection: close", ...headers];
    return raw(`${lines.join("\r\n")}\r\n\r\n`);
  };
  return { url: `http://127.0.0.1:${port}`, raw, get };
}

async function exchange(port: number, text: string): Promise<{ status: number; body: string }> {
  const socket = connect(port, "127.0.0.1");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk) => chunks.push(chunk));
  socket.on("error", () => {});
  socket.write(text, "latin1");
  // Not `once`, which rejects for an error: a server that refuses early may reset the connection.
  await new Promise((resolve) => socket.on("close", resolve));
  const answer = Buffer.concat(chunks).toString("latin1");
  const [head = "", ...body] = answer.split("\r\n\r\n");
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0), body: body.join("\r\n\r\n") };
}
