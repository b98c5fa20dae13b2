import fc from "fast-check";
import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { asciiLowerCase, domainOf, emailAddress, emailKey } from "./email-address.ts";

test.each([
  ["KELVIN SIGN, which folds to k", "\u212Aevin@example.com"],
  ["LONG S, which folds to s", "\u017Fam@example.com"],
  ["DOTTED I, which folds to i and a dot", "\u0130da@example.com"],
  ["KELVIN SIGN in the domain", "kevin@\u212A.example.com"],
  ["an accent", "zoé@example.com"],
  ["full width letters", "ｋevin@example.com"],
  ["a zero-width space", "ke\u200bvin@example.com"],
  ["a bidirectional override", "\u202ekevin@example.com"],
  ["a NUL", "kevin\u0000@example.com"],
])("an email with %s is invalid", (_, text) => {
  expect(emailAddress.safeParse(text).success).toBe(false);
  expect(emailKey(text)).toBeUndefined();
});

test("emails are equal without regard to the case of ASCII letters", () => {
  expect(emailKey(" Kevin.O'Neil@Example.COM ")).toBe("kevin.o'neil@example.com");
  expect(domainOf("kevin@Example.COM")).toBe("example.com");
  expect(domainOf("kevin@\u212A.example")).toBe("\u212A.example");
});

test("PostgreSQL folds in the collation C exactly as asciiLowerCase does, in any locale", async () => {
  const { db } = await createTestDatabase();
  const texts = fc.sample(
    fc.string({ unit: fc.constantFrom(..."AZaz@.\u212A\u0130\u017FÉéΣςSSß"), maxLength: 12 }),
    200,
  );
  const rows = await db.$client`
    select t as text, lower(t collate "C") as lower from unnest(${texts}::text[]) as t`;
  expect(rows).toHaveLength(texts.length);
  for (const { text, lower } of rows) expect(lower).toBe(asciiLowerCase(text));
});
