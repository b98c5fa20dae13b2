import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { startEmbeddedDatabase } from "../../db/embedded.ts";
import { Cable } from "../../db/testing/cable.ts";
import { startServer } from "../fixtures/server.ts";
import { expect, test } from "../fixtures/test.ts";

test("while the database is unavailable, calls and pages answer 503 with Retry-After, and recover automatically", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-outage-"));
  const database = await startEmbeddedDatabase({ dataFolder: folder, log: console, durable: false });
  const cable = new Cable(database.url);
  await cable.plugIn();
  const server = await startServer({
    env: { DATABASE_URL: cable.url, COUNTERSIGN_SECRET: "a secret that is only good for this test" },
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

  // The background worker is back as well: it runs a job inserted directly into the database.
  const sql = postgres(database.url, { max: 1 });
  await sql`select graphile_worker.add_job('expire')`;
  const jobsLeft = async () =>
    (await sql`select from graphile_worker.jobs where task_identifier = 'expire'`).count;
  await expect.poll(jobsLeft).toBe(0);
  await sql.end();

  expect(await server.stop()).toBe(0);
  server.removeData();
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("an unreachable database or a wrong secret stops the start with a message that names it", async () => {
  const env = { DATABASE_URL: "postgres://nobody:x@127.0.0.1:9/nothing", COUNTERSIGN_SECRET: "x".repeat(32) };
  const refusal = await startServer({ env }).catch(String);
  expect(refusal).toContain("Can't reach the database at 127.0.0.1:9/nothing");
});
