import fc from "fast-check";
import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { askedParameters, askedRows, type RequestInsert, recordTypes } from "./insert-batch.ts";

const { db } = await createTestDatabase();

/** A value of each type that the statement sends, as the driver reads it back. */
const text = fc
  .string({ unit: "binary", maxLength: 20 })
  .map((value) => value.replaceAll("\0", ""))
  .filter((value) => value.isWellFormed());
const json = fc.oneof(fc.dictionary(text, fc.oneof(text, fc.integer())), fc.array(text));
const valuesOf: { [type: string]: fc.Arbitrary<unknown> } = {
  text,
  integer: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  boolean: fc.boolean(),
  "timestamp with time zone": fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }),
  bytea: fc.uint8Array({ maxLength: 40 }),
  numeric: fc
    .tuple(fc.bigInt(), fc.nat(999))
    .map(([whole, part]) => `${whole}.${String(part).padStart(3, "0")}`),
  jsonb: json,
  "text[]": fc.array(fc.oneof(text, fc.constantFrom("", "NULL", '"', "\\", "{,}", " "))),
};

const needed = new Set(["labels", "ruleIds", "agentId", "bucket", "windowStart", "createdAt"]);
const record = fc.record(
  Object.fromEntries(
    recordTypes.map(([member, type]) => {
      const values = valuesOf[type];
      if (!values) throw new Error(`no values of the type ${type}`);
      return [member, needed.has(member) ? values : fc.option(values)];
    }),
  ),
);

/** The batch of records: each has the values of the request, and of what goes with it. */
const batchOf = (records: Record<string, unknown>[]) =>
  records.map((values) => ({ request: values, withRequest: values })) as unknown as RequestInsert[];

test("a batch arrives in PostgreSQL as it was sent, in its order, for every column", async () => {
  const sql = db.$client;
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 5 }), async (batch) => {
      const rows = await sql.unsafe(
        `select * from ${askedRows("asks")} as batch order by n`,
        askedParameters(sql, batchOf(batch)),
        { prepare: true },
      );
      const sent = batch.map((row) => recordTypes.map(([member, type]) => comparable(type, row[member])));
      expect(rows.map((row) => recordTypes.map(([member, type]) => comparable(type, row[member])))).toEqual(
        sent,
      );
    }),
    { numRuns: 40 },
  );
});

// Through the client of drizzle, times are text.
function comparable(type: string, value: unknown): unknown {
  if (value === null) return null;
  if (type === "bytea") return Buffer.from(value as Uint8Array).toString("hex");
  return type === "timestamp with time zone" ? new Date(value as string).getTime() : value;
}

test("uses of one limit and pending requests of one agent are numbered within the batch", async () => {
  const [example] = fc.sample(record, { numRuns: 1, seed: 1 });
  const windowStart = new Date(0);
  const asks = [
    { agentId: "a", bucket: "x", isCounted: false, mostPending: 5 },
    { agentId: "b", bucket: "y", isCounted: false, mostPending: null },
    { agentId: "a", bucket: "x", isCounted: true, mostPending: 5 },
    { agentId: "a", bucket: "x", isCounted: false, mostPending: null },
    { agentId: "a", bucket: "x", isCounted: false, mostPending: 5 },
  ];
  const batch = asks.map((ask) => ({ ...example, windowStart, ...ask }));
  const rows = await db.$client.unsafe(
    `select behind, turn from ${askedRows("asks")} as batch where not "isCounted" order by n`,
    askedParameters(db.$client, batchOf(batch)),
  );
  expect(rows.map(({ behind, turn }) => [behind, turn])).toEqual([
    [-2, 1],
    [0, 0],
    [-1, 0],
    [0, 3],
  ]);
});
