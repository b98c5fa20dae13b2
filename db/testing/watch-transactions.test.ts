import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { createTestDatabase } from "./database.ts";
import { inTransaction } from "./in-transaction.ts";
import { takeViolations } from "./watch-transactions.ts";

const { db } = await createTestDatabase();

/**
 * Runs `run` inside a transaction.
 * @returns the violations found.
 */
async function violationOf(run: () => PromiseLike<unknown>): Promise<string> {
  await expect(inTransaction(db, run)).rejects.toThrow();
  return takeViolations().join();
}

test("a statement through the pool inside a transaction fails the test", async () => {
  expect(await violationOf(() => db.execute(sql`select 1`))).toMatch(/a statement outside of it/);
  expect(await violationOf(() => db.$client`select pg_notify('countersign', 'queue')`)).toMatch(
    /a statement outside of it/,
  );
});

test("a second transaction inside a transaction fails the test", async () => {
  expect(await violationOf(() => db.transaction(async () => {}))).toMatch(/another transaction/);
});

test("a call over the network inside a transaction fails the test", async () => {
  expect(await violationOf(() => fetch("http://127.0.0.1:9/"))).toMatch(/over the network/);
});

test("a violation that the code swallows is still detected", async () => {
  await inTransaction(db, () => db.execute(sql`select 1`).then(undefined, () => {}));
  expect(takeViolations()).toHaveLength(1);
});

test("statements of the transaction itself, savepoints, and code after the commit are allowed", async () => {
  await inTransaction(db, async (tx) => {
    await tx.execute(sql`select pg_notify('countersign', 'queue')`);
    await tx.transaction((point) => point.execute(sql`select 1`));
  });
  await db.execute(sql`select 1`);
  expect(takeViolations()).toEqual([]);
});

test("a test may lock rows in its own transaction while verbs run", async () => {
  await db.transaction(() => db.execute(sql`select 1`));
  expect(takeViolations()).toEqual([]);
});
