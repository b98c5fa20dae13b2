import { beforeAll, describe, expect, test } from "vitest";
import type { Database } from "#db/client";
import { createTestDatabase } from "#db/testing/database";
import { explain } from "#db/testing/explain";
import { addAgent } from "#lib/agents/testing/authority";
import { TestWorkspace } from "#lib/testing/workspace";
import { listPeoplePage, type PeopleFilter, type PersonRow, peoplePageQuery } from "./list-people-page.ts";
import { fillPeople } from "./testing/fill-people.ts";
import { addPerson, type TestPerson } from "./testing/people.ts";

const now = new Date("2026-11-24T10:00:00Z");
const many = 10_000;

let db: Database;
let admin: TestPerson;
let owner: TestPerson;

beforeAll(async () => {
  ({ db } = await createTestDatabase());
  await fillPeople(db, many, now);
  admin = await addPerson(db, { roles: ["admin"], now });
  owner = await addPerson(db, { roles: ["approver"], now });
  await addAgent(db, owner.personId, now);
  await new TestWorkspace(db).agentOfTests(owner);
  await db.execute("analyze");
}, 60_000);

async function walk(filter: PeopleFilter) {
  const pages: PersonRow[][] = [];
  let after: string | undefined;
  do {
    const page = await listPeoplePage(db, { viewer: admin, filter: { ...filter, after } });
    pages.push(page.people);
    after = page.next ?? undefined;
  } while (after);
  return pages;
}

describe("the people, a page at a time", () => {
  test("are listed exactly once, by name, at most fifty to a page", async () => {
    const pages = await walk({});
    expect(Math.max(...pages.map((page) => page.length))).toBe(50);
    const all = pages.flat();
    const [{ here } = { here: 0 }] = await db.$client<{ here: number }[]>`
      select count(*)::int as here from people where status <> 'left'`;
    expect(all).toHaveLength(here);
    expect(new Set(all.map(({ id }) => id)).size).toBe(here);
    expect(all.slice(0, 2).map(({ name }) => name)).toEqual(["Given1 Family00", "Given1 Family01"]);
  });

  test("exclude people who left, unless the filter asks for them", async () => {
    expect((await walk({ status: "left" })).flat()).toHaveLength(many / 100);
    expect((await walk({ search: "staff100@" })).flat()).toEqual([]);
    expect((await walk({ search: "staff100@", status: "left" })).flat()).toHaveLength(1);
  });

  test("are filtered by role, and by part of the name or email, literally but in any case", async () => {
    expect((await walk({ role: "admin" })).flat()).toMatchObject([{ id: admin.personId }]);
    expect((await walk({ search: "gIVEN7 family2" })).flat().length).toBeGreaterThan(0);
    expect((await walk({ search: "STAFF9999@example" })).flat()).toHaveLength(1);
    expect((await walk({ search: "%" })).flat()).toEqual([]);
    expect((await walk({ search: "staff", role: "auditor" })).flat()).toEqual([]);
  });

  test("show how many agents each owns, without a test agent", async () => {
    const { people } = await listPeoplePage(db, { viewer: admin, filter: { search: owner.email } });
    expect(people).toMatchObject([{ id: owner.personId, agentCount: 1, lastSeenAt: null }]);
  });

  test("are for admins and auditors only", async () => {
    const auditor = await addPerson(db, { roles: ["auditor"], now });
    expect((await listPeoplePage(db, { viewer: auditor, filter: {} })).people).toHaveLength(50);
    const others = listPeoplePage(db, { viewer: owner, filter: {} });
    await expect(others).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a page's cost does not grow with the number of people", () => {
  test.each<[string, () => PeopleFilter]>([
    ["all", () => ({})],
    ["the far end", () => ({ after: owner.personId })],
    ["by a common role", () => ({ role: "approver" })],
  ])("%s", async (_, filter) => {
    const { nodes, blocks } = await explain(db, peoplePageQuery(db.$client, filter()));
    expect(nodes.join()).toContain("people_name");
    expect(blocks).toBeLessThan(700);
  });

  test("a search reads each person at most once", async () => {
    const { blocks } = await explain(db, peoplePageQuery(db.$client, { search: "staff9999@" }));
    expect(blocks).toBeLessThan(12_000);
  });
});
