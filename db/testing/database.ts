import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { expect, inject } from "vitest";
import { type Database, openDatabase } from "#db/client";
import { limitRole } from "#db/pooler/limit-role";
import { takeViolations, watchTransactions } from "./watch-transactions.ts";

const openDatabases: (() => Promise<void>)[] = [];
/** The worker's connection for creating and dropping databases. */
let admin: postgres.Sql | undefined;

/**
 * A database for one test file, copied from the migrated template or from another database, and
 * dropped after the file (`close-after-file.ts`). Tests commit for real: rolling back instead would
 * hide races and behavior at commit.
 */
export async function createTestDatabase({ template: from = "template" } = {}): Promise<{
  db: Database;
  url: string;
}> {
  const template = new URL(inject("clusterUrl"));
  const name = `test_${randomBytes(6).toString("hex")}`;
  admin ??= connectAsAdmin();
  // Copying the files takes a third of the processor time that copying through the log takes.
  await admin.unsafe(`create database ${name} template ${from} strategy file_copy`);
  const url = new URL(template);
  url.pathname = `/${name}`;
  const db = watchTransactions(await openTestDatabase(url));
  openDatabases.push(async () => {
    await db.$client.end();
    await admin?.unsafe(`drop database if exists ${name} with (force)`);
  });
  return { db, url: url.href };
}

/** Through the pooler, if the run has one. */
async function openTestDatabase(url: URL): Promise<Database> {
  const pooler = inject("poolerUrl");
  if (pooler === undefined) return openDatabase(url.href, { connections: 25 });
  await limitRole(url.href);
  const pooled = new URL(pooler);
  pooled.pathname = url.pathname;
  return openDatabase(pooled.href, { connections: 25, isPooled: true });
}

function connectAsAdmin(): postgres.Sql {
  const maintenance = new URL(inject("clusterUrl"));
  maintenance.pathname = "/postgres";
  return postgres(maintenance.href, { max: 1, onnotice: () => {} });
}

/**
 * Drops the test file's databases.
 * @throws when a transaction of the file broke invariant 11
 */
export async function dropTestDatabases(): Promise<void> {
  for (const drop of openDatabases.splice(0)) await drop();
  expect(takeViolations(), "invariant 11: nothing leaves inside a transaction").toEqual([]);
}
