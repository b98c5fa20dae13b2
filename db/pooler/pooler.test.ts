import { sql } from "drizzle-orm";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../client.ts";
import { executePrepared } from "../prepared.ts";
import { createTestDatabase } from "../testing/database.ts";
import { isPoolerThere, startPooler } from "../testing/pooler.ts";
import { limitRole, requireLimits } from "./limit-role.ts";
import { requireNotifications } from "./require-notifications.ts";

const { db, url } = await createTestDatabase();

async function pooled(ignored?: string) {
  const pooler = await startPooler(url, ignored);
  const pool = openDatabase(pooler.url, { isPooled: true });
  onTestFinished(async () => {
    await pool.$client.end();
    await pooler.stop();
  });
  return { pool, poolerUrl: pooler.url };
}

test("a notification that the pool sends arrives where the process listens", async () => {
  await requireNotifications(db, url);
});

test.skipIf(!isPoolerThere)("a listener behind PgBouncer hears nothing, which is noticed", async () => {
  const { pool, poolerUrl } = await pooled();
  await expect(requireNotifications(pool, poolerUrl, 200)).rejects.toMatchObject({ reason: "deaf" });
  await requireNotifications(pool, url);
});

test.skipIf(!isPoolerThere)("sessions through PgBouncer have the limits of their role", async () => {
  const { pool } = await pooled();
  await Promise.all(Array.from({ length: 3 }, () => limitRole(url)));
  await requireLimits(pool);
  const set = ["lock_timeout", "jit", "TimeZone"].map((name) => `current_setting('${name}') as "${name}"`);
  expect(await pool.$client.unsafe(`select ${set}`)).toEqual([
    { lock_timeout: "2s", jit: "off", TimeZone: "UTC" },
  ]);
});

test.skipIf(!isPoolerThere)("a session that is older than its role's limits is noticed", async () => {
  const { url: other } = await createTestDatabase();
  const pooler = await startPooler(other);
  const pool = openDatabase(pooler.url, { isPooled: true, connections: 1 });
  await expect(requireLimits(pool)).rejects.toMatchObject({ reason: "unlimited" });
  await pool.$client.end();
  await pooler.stop();
});

test.skipIf(!isPoolerThere)("prepared statements work in whatever session PgBouncer gives", async () => {
  const { pool } = await pooled();
  const one = (n: number) => executePrepared(pool, sql`select ${n}::int + 1 as next`);
  for (let round = 0; round < 3; round++)
    expect(await Promise.all(Array.from({ length: 40 }, (_, n) => one(n)))).toEqual(
      Array.from({ length: 40 }, (_, n) => [{ next: n + 1 }]),
    );
});
