import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbeddedDatabase } from "../db/embedded.ts";
import { startServer } from "./fixtures/server.ts";
import { expect, test } from "./fixtures/test.ts";

/** A way to the database that can be cut, as a network can. */
class Cable {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  port = 0;

  constructor(private readonly target: number) {}

  async plugIn(): Promise<void> {
    const server = createServer((near) => {
      const far = connect(this.target, "127.0.0.1");
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

  async cut(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

test("while the database is away calls and pages say 503 and when to come back; then all recovers by itself", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-outage-"));
  const database = await startEmbeddedDatabase({ dataFolder: folder, log: console, durable: false });
  const direct = new URL(database.url);
  const cable = new Cable(Number(direct.port));
  await cable.plugIn();
  const url = new URL(database.url);
  url.port = String(cable.port);
  const server = await startServer({
    env: { DATABASE_URL: url.href, COUNTERSIGN_SECRET: "a secret that is only good for this test" },
  });
  const get = (where: string) => fetch(server.origin + where);
  expect((await get("/api/health")).status).toBe(200);

  await cable.cut();
  for (const where of ["/api/health", "/.well-known/jwks.json", "/signin"]) {
    await expect.poll(async () => (await get(where)).status, { message: where }).toBe(503);
    expect((await get(where)).headers.get("retry-after"), where).toMatch(/^\d+$/);
  }

  await cable.plugIn();
  for (const where of ["/api/health", "/.well-known/jwks.json", "/signin"]) {
    await expect.poll(async () => (await get(where)).status, { message: where, timeout: 5_000 }).toBe(200);
  }
  expect(await server.stop()).toBe(0);
  server.removeData();
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("a database that cannot be reached, or a secret that is not the right one, is named at the start", async () => {
  const env = { DATABASE_URL: "postgres://nobody:x@127.0.0.1:9/nothing", COUNTERSIGN_SECRET: "x".repeat(32) };
  const refusal = await startServer({ env }).catch(String);
  expect(refusal).toContain("The database at 127.0.0.1:9/nothing cannot be reached");
});
