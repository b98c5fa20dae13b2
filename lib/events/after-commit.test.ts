import { drizzle } from "drizzle-orm/postgres-js";
import { expect, test, vi } from "vitest";
import { afterCommit, type Database, type Transaction } from "#db/client";
import { createTestDatabase } from "#db/testing/database";

const { db } = await createTestDatabase();

/** The order of what happens in a transaction with a savepoint, whose work `during` adds. */
async function orderOf(during: typeof afterCommit, end: (tx: Transaction) => unknown = () => {}) {
  const order: string[] = [];
  const work = async (after: Database) => {
    expect(after.$client).toBeDefined();
    order.push("work");
  };
  await db
    .transaction(async (tx) => {
      await tx.transaction((point) => during(point, work));
      order.push("end");
      await end(tx);
    })
    .catch(() => order.push("rolled back"));
  return order;
}

test("work for after the commit is done after it, and never after a rollback", async () => {
  expect(await orderOf(afterCommit)).toEqual(["end", "work"]);
  expect(await orderOf(afterCommit, (tx) => tx.rollback())).toEqual(["end", "rolled back"]);
});

test("work of a savepoint that was rolled back is not done, and work around it is", async () => {
  const order: string[] = [];
  await db.transaction(async (tx) => {
    await afterCommit(tx, async () => void order.push("outer"));
    const undone = tx.transaction(async (point) => {
      await point.transaction((inner) => afterCommit(inner, async () => void order.push("undone")));
      point.rollback();
    });
    await expect(undone).rejects.toThrow();
  });
  expect(order).toEqual(["outer"]);
});

test("the bundle of the pages has this module a second time, and its work waits for the commit too", async () => {
  vi.resetModules();
  const second = await import("#db/client");
  expect(second.afterCommit).not.toBe(afterCommit);
  expect(await orderOf(second.afterCommit)).toEqual(["end", "work"]);
});

test("a transaction that would never do the work is refused", async () => {
  const plain = drizzle({ client: db.$client });
  const adding = plain.transaction((tx) => afterCommit(tx as unknown as Transaction, async () => {}));
  await expect(adding).rejects.toThrow("isn't of a database that `drizzleOn` made");
});
