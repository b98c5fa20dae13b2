import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { createServer, type Socket } from "node:net";
import { type HttpBindings, serve } from "@hono/node-server";
import { Hono } from "hono";
import { stream } from "hono/streaming";
import { afterAll } from "vitest";

export interface ReceivedCall {
  method: string;
  /** Path and query, as they arrived. */
  target: string;
  headers: IncomingMessage["headers"];
  rawHeaders: string[];
  bytes: number;
  sha256: string;
}

/** An API behind the proxy, which writes down every call. */
export interface Upstream {
  url: string;
  host: string;
  calls: ReceivedCall[];
}

export const answerBytes = 10 * 1024 * 1024;

/** A small Hono app. Each path is below `/free`, `/held` and `/blocked`, where the policies differ. */
export async function startUpstream(): Promise<Upstream> {
  const calls: ReceivedCall[] = [];
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(async (c, next) => {
    const { method = "", url = "", headers, rawHeaders } = c.env.incoming;
    const hash = createHash("sha256");
    let bytes = 0;
    for await (const chunk of c.env.incoming) {
      bytes += chunk.length;
      hash.update(chunk);
    }
    calls.push({ method, target: url, headers, rawHeaders, bytes, sha256: hash.digest("base64url") });
    await next();
  });
  app.get("/free/large", (c) =>
    stream(c, async (out) => {
      const chunk = new Uint8Array(64 * 1024).fill(97);
      for (let sent = 0; sent < answerBytes; sent += chunk.length) await out.write(chunk);
    }),
  );
  app.get("/free/moved", (c) => c.redirect(`http://${c.req.header("host")}/free/new`, 302));
  app.get("/free/empty", (c) => c.body(null, 204));
  app.get("/free/unchanged", (c) => c.body(null, 304));
  app.all("/free/declined", (c) => c.json({ error: "card_declined" }, 402));
  app.all("/free/bad-gateway", (c) => c.text("no answer", 502));
  app.get("/free/headers", (c) => {
    c.header("connection", "x-internal");
    c.header("x-internal", "1");
    c.header("x-kept", "1");
    c.header("set-cookie", "session=upstream");
    c.header("alt-svc", 'h3=":443"');
    c.header("countersign-result", "denied");
    return c.text("ok");
  });
  app.all("*", (c) => c.json({ ran: true }));
  // Other tests in this process need the global Request and Response as they are.
  const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1", overrideGlobalObjects: false });
  await new Promise((resolve) => server.once("listening", resolve));
  afterAll(() => void server.close());
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, calls };
}

/** An upstream that a test scripts byte by byte: `respond` gets each connection's first data. */
export async function startRawUpstream(
  respond: (socket: Socket, received: string) => void,
): Promise<{ url: string; connections: () => number }> {
  let connections = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("data", (data) => respond(socket, data.toString("latin1")));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}`, connections: () => connections };
}
