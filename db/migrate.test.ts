import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { expect, inject, test } from "vitest";
import { migrate } from "./migrate.ts";

test("many processes may migrate one database at the same time: each returns once the schema exists", async () => {
  const url = new URL(inject("clusterUrl"));
  url.pathname = "/postgres";
  const admin = postgres(url.href, { max: 1 });
  const name = `migrating_${randomBytes(4).toString("hex")}`;
  await admin.unsafe(`create database ${name}`);
  url.pathname = `/${name}`;

  await Promise.all(Array.from({ length: 8 }, () => migrate(url.href)));

  const sql = postgres(url.href, { max: 1 });
  const [applied] = await sql`
    select count(*)::int as count, count(distinct hash)::int as distinct from drizzle.__drizzle_migrations`;
  expect(applied?.count).toBe(applied?.distinct);
  expect(
    await sql`select to_regclass('requests') is not null as ours, to_regproc('graphile_worker.add_job') is not null as jobs`,
  ).toEqual([{ ours: true, jobs: true }]);
  await sql.end();
  await admin.unsafe(`drop database ${name} with (force)`);
  await admin.end();
});
