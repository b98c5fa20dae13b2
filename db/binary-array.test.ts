import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { binaryArray, elementFormats } from "./binary-array.ts";
import { createTestDatabase } from "./testing/database.ts";

const { db } = await createTestDatabase();
const sql = db.$client;

/** The array as text, as PostgreSQL reads it and as it reads the same values from JSON. */
async function read(type: keyof typeof elementFormats, values: readonly unknown[], json = values) {
  const format = elementFormats[type];
  const bytes = binaryArray(format as Parameters<typeof binaryArray>[0], values);
  const [row] = await sql<{ sent: string; expected: string }[]>`
    select ${sql.typed(bytes, format.arrayOid)}::text as sent,
      (select coalesce(array_agg(${type === "bytea" ? sql`decode(value, 'base64')` : sql`value::${sql.unsafe(type)}`} order by n), '{}')::text
        from json_array_elements_text(${JSON.stringify(json)}::text::json) with ordinality as t(value, n)) as expected`;
  return row;
}

const nullable = <T>(values: fc.Arbitrary<T>) => fc.array(fc.option(values), { maxLength: 50 });
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }).map((value) => value.replaceAll("\0", "")),
  fc.constantFrom(
    "",
    "NULL",
    "null",
    '"',
    "\\",
    "{}",
    ",",
    "a".repeat(16_384),
    "é".repeat(8192),
    "\u{1f600}",
  ),
);
const bytes = fc.uint8Array({ maxLength: 100 });
const times = fc.date({
  min: new Date("0001-01-01T00:00:00Z"),
  max: new Date("9999-12-31T23:59:59.999Z"),
  noInvalidDate: true,
});

describe("PostgreSQL reads from a binary array what it reads from text", () => {
  test.each([
    ["text", text],
    ["integer", fc.integer()],
    ["boolean", fc.boolean()],
    ["timestamptz", times],
  ] as const)("for %s", async (type, values) => {
    await fc.assert(
      fc.asyncProperty(nullable(values as fc.Arbitrary<unknown>), async (list) => {
        const row = await read(type, list);
        expect(row?.sent).toBe(row?.expected);
      }),
      { numRuns: 60 },
    );
  });

  test("for bytea", async () => {
    await fc.assert(
      fc.asyncProperty(nullable(bytes), async (list) => {
        const row = await read(
          "bytea",
          list,
          list.map((value) => value && Buffer.from(value).toString("base64")),
        );
        expect(row?.sent).toBe(row?.expected);
      }),
      { numRuns: 60 },
    );
  });
});

test("a text that PostgreSQL can't store is refused, and never changed", async () => {
  await expect(read("text", ["a\0b"], [])).rejects.toMatchObject({ code: "22021" });
  await expect(read("text", ["\ud800"], [])).rejects.toThrow("lone surrogate");
});

test.each([
  ["integer", 1.5],
  ["integer", Number.NaN],
  ["integer", 2 ** 31],
  ["timestamptz", new Date(Number.NaN)],
] as const)("a value that isn't of the type is refused: %s %s", async (type, value) => {
  await expect(read(type, [value], [])).rejects.toThrow();
});

test("bytes are sent as text where the type is bytea, as before", async () => {
  const [row] = await sql<{ value: Uint8Array }[]>`select ${Buffer.from([0, 1, 255])}::bytea as value`;
  expect([...(row?.value ?? [])]).toEqual([0, 1, 255]);
});
