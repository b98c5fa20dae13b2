import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { executePrepared } from "./prepared.ts";
import { createTestDatabase } from "./testing/database.ts";

const { db } = await createTestDatabase();

test("a statement is prepared once for all its values", async () => {
  const prepared = await db.transaction(async (tx) => {
    for (const name of ["Ada", "Bo"])
      expect(await executePrepared(tx, sql`select ${name}::text as once`)).toEqual([{ once: name }]);
    return tx.execute(sql`select generic_plans + custom_plans as runs from pg_prepared_statements
      where statement = 'select $1::text as once'`);
  });
  expect(prepared).toEqual([{ runs: "2" }]);
});

test("a value that the driver would write in another form is refused", async () => {
  for (const value of [new Date(), { a: 1 }, [new Date()]])
    await expect(executePrepared(db, sql`select ${sql.param(value)}::text`)).rejects.toThrow(TypeError);
});

test("PostgreSQL compiles no statement of the server", async () => {
  expect(await db.$client`select current_setting('jit') as jit`).toEqual([{ jit: "off" }]);
});
