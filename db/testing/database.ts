import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { expect, inject } from "vitest";
import { type Database, openDatabase } from "#db/client";
import { takeViolations, watchTransactions } from "./watch-transactions.ts";

const openDatabases: (() => Promise<void>)[] = [];

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
  const maintenance = new URL(template);
  maintenance.pathname = "/postgres";
  const admin = postgres(maintenance.href, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name} template ${from}`);
  const url = new URL(template);
  url.pathname = `/${name}`;
  const db = watchTransactions(openDatabase(url.href, { connections: 25 }));
  openDatabases.push(async () => {
    await db.$client.end();
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
  });
  return { db, url: url.href };
}

/**
 * Drops the test file's databases.
 * @throws when a transaction of the file broke invariant 11
 */
export async function dropTestDatabases(): Promise<void> {
  for (const drop of openDatabases.splice(0)) await drop();
  expect(takeViolations(), "invariant 11: nothing leaves inside a transaction").toEqual([]);
}
