import { once } from "node:events";
import { createServer } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";
import postgres from "postgres";
import { expect, onTestFinished, test } from "vitest";
import { Primary } from "#db/primary/primary";
import type { Look } from "#db/primary/server";
import { certificate, privateKey } from "#lib/outbound/testing/certificate";

// The driver takes all listeners from a socket when it begins TLS on it.
test("invariant 25: a connection over TLS ends when several servers accept writes", async () => {
  const secureContext = createSecureContext({ cert: certificate, key: privateKey });
  const server = createServer((socket) => {
    socket.once("data", () => {
      socket.write("S");
      const secured = new TLSSocket(socket, { isServer: true, secureContext });
      // What the driver sends first, to which nothing is answered.
      secured.on("error", () => {}).once("data", () => server.emit("secured", secured));
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const urls = ["127.0.0.1", "localhost"].map((host) => `postgres://u:p@${host}:${port}/db?sslmode=require`);
  let isPromoted = false;
  const look = async (): Promise<Look> => ({
    ...{ isWritable: true, system: "1", timeline: "00000001" },
    startedAt: isPromoted ? crypto.randomUUID() : "today",
  });
  const primary = new Primary(urls.map((url) => ({ url, look })));
  const sql = postgres(urls[0] ?? "", { max: 1, socket: () => primary.connect() } as object);
  onTestFinished(() => sql.end({ timeout: 0 }));
  const secured = once(server, "secured");
  const asking = sql`select 1`.catch((error: { code: string }) => error.code);
  const [connection] = await secured;
  isPromoted = true;
  const closed = once(connection, "close");
  expect(await asking).toBe("CONNECTION_CLOSED");
  await closed;
});
