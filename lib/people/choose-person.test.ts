import { beforeAll, describe, expect, test } from "vitest";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";
import { createTestDatabase } from "#db/testing/database";
import { explain } from "#db/testing/explain";
import { newId } from "#lib/kernel/ids";
import { fillPeople } from "#lib/membership/testing/fill-people";
import { addPerson, type TestPerson } from "#lib/membership/testing/people";
import { choosePerson, suggestionQuery, suggestPeople } from "./choose-person.ts";

const now = new Date("2026-11-24T10:00:00Z");

let db: Database;
let admin: TestPerson;
let approver: TestPerson;
let auditor: TestPerson;
let ada: string;

async function add(name: string, email: string, status: "active" | "suspended" = "active") {
  const id = newId("per", now);
  await db.insert(people).values({ id, name, email, status, roles: ["approver"], createdAt: now });
  return id;
}

beforeAll(async () => {
  ({ db } = await createTestDatabase());
  await fillPeople(db, 10_000, now);
  admin = await addPerson(db, { roles: ["admin"], now });
  approver = await addPerson(db, { roles: ["approver"], now });
  auditor = await addPerson(db, { roles: ["auditor"], now });
  ada = await add("Ada Lovelace", "ada@example.com");
  await add("Sam Jones", "sam@example.com");
  await add("Sam Jones", "sam.jones@example.com");
  await add("Gone Away", "gone@example.com", "suspended");
  await db.execute("analyze");
}, 60_000);

const choose = (text: string, viewer = admin) => choosePerson(db, { viewer, among: "approvers", text });
const suggest = async (text: string, viewer = admin) =>
  (await suggestPeople(db, { viewer, among: "approvers", text })).map((suggestion) => suggestion.text);

describe("a person chosen by text", () => {
  test("is the person with the address, the only person of the name, or the person a suggestion names", async () => {
    for (const text of ["ADA@example.com", "ada lovelace", ada, ...(await suggest("lovel"))])
      expect(await choose(text)).toBe(ada);
  });

  test("is refused when several people have the name, or when name and address belong to different people", async () => {
    await expect(choose("Sam Jones")).rejects.toThrow("2 people");
    for (const text of ["Sam Jones (ada@example.com)", "Ada", "ada@example", "", "(ada@example.com)"])
      await expect(choose(text), text).rejects.toMatchObject({ code: "invalid_input" });
    await expect(choose("Sam Jones (sam@example.com)")).resolves.toMatch(/^per_/);
  });

  test("is not confused with a person whose name is another person's email", async () => {
    const trap = await add("ada@example.com", "mallory@example.com");
    await add("Ada Lovelace (ada@example.com)", "mal@example.com");
    expect(await choose("ada@example.com")).toBe(ada);
    expect(await choose("Ada Lovelace (ada@example.com)")).toBe(ada);
    expect(await choose("ada@example.com (mallory@example.com)")).toBe(trap);
  });

  test("is an active approver where an approver is needed, and every person where events are searched", async () => {
    await expect(choose("gone@example.com")).rejects.toMatchObject({ code: "invalid_input" });
    expect(await suggest("gone@")).toEqual([]);
    const look = { viewer: auditor, among: "all" as const, text: "gone@example.com" };
    expect(await choosePerson(db, look)).toMatch(/^per_/);
    expect(await suggestPeople(db, look)).toMatchObject([{ text: "Gone Away (gone@example.com)" }]);
  });

  test("is one of at most ten suggestions", async () => {
    expect(await suggest("given1")).toHaveLength(10);
    expect(await suggest("%")).toEqual([]);
  });

  test("approvers search only among approvers, and auditors may not search there", async () => {
    expect(await choose("ada@example.com", approver)).toBe(ada);
    await expect(suggest("ada", auditor)).rejects.toMatchObject({ code: "not_found" });
    const all = { viewer: approver, among: "all" as const, text: "gone@example.com" };
    await expect(suggestPeople(db, all)).rejects.toMatchObject({ code: "not_found" });
    await expect(choosePerson(db, all)).rejects.toMatchObject({ code: "not_found" });
  });
});

test("suggestions for a common text read a few rows, and for a rare text each person at most once", async () => {
  const cost = (text: string) => explain(db, suggestionQuery(db.$client, "approvers", text));
  const common = await cost("given");
  expect(common.nodes.join()).toContain("people_approvers");
  expect(common.blocks).toBeLessThan(100);
  expect((await cost("staff9998@")).blocks).toBeLessThan(12_000);
});
