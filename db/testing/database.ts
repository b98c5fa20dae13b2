import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, expect, inject } from "vitest";
import { type Database, openDatabase } from "#db/client";
import { takeViolations, watchTransactions } from "./watch-transactions.ts";

/**
 * A database of the test file's own, copied from the migrated template or another one, and dropped
 * when the test file ends. Call it at the top of a file or in `beforeAll`. Tests commit for real: rolling back instead would hide races and commit-time behaviour.
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
  afterAll(async () => {
    await db.$client.end();
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
    expect(takeViolations(), "invariant 11: nothing leaves inside a transaction").toEqual([]);
  });
  return { db, url: url.href };
}
