import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { people } from "#db/schema/directory";
import { ScimClient } from "./testing/scim-client.ts";

const { workspace, admin } = await RunningWorkspace.open();
const directory = await ScimClient.open(workspace, admin);
let counter = 0;
const newcomer = (more: object = {}) => directory.provision(`user${++counter}@example.com`, more);

describe("reading", () => {
  test("a filter without matches returns an empty list", async () => {
    const { status, body } = await directory.get(
      `/Users?filter=${encodeURIComponent('userName eq "nobody"')}`,
    );
    expect(status).toBe(200);
    expect(body).toEqual({
      schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
      totalResults: 0,
      startIndex: 1,
      itemsPerPage: 0,
      Resources: [],
    });
  });

  test.each([
    ['userName eq "FINDME@example.com"'],
    ['USERNAME EQ "findme@Example.com"'],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "findme@example.com"'],
    ['externalId eq "ext-findme@example.com"'],
    ['displayName eq "find me"'],
    ['emails[type eq "work"].value eq "findme@example.com"'],
    ['userName eq "findme@example.com" and externalId eq "ext-findme@example.com"'],
  ])("%s finds the one person", async (filter) => {
    const known = await directory.get(
      `/Users?filter=${encodeURIComponent('userName eq "findme@example.com"')}`,
    );
    const id =
      known.body.Resources[0]?.id ??
      (await directory.provision("findme@example.com", { displayName: "Find Me" }));
    const { body } = await directory.get(`/Users?filter=${encodeURIComponent(filter)}`);
    expect(body.Resources.map((user: { id: string }) => user.id)).toEqual([id]);
    expect(
      (await directory.get(`/Users?filter=${encodeURIComponent(`id eq "${id}"`)}`)).body.totalResults,
    ).toBe(1);
  });

  test.each([
    "externalId eq 'x'",
    'userName co "x"',
    'userName eq "x" or id eq "y"',
    'password eq "x"',
    "active eq true",
    'userName eq "x" and',
    'not (userName eq "x")',
    'externalId eq "EXT"x',
  ])("an unsupported filter is refused: %s", async (filter) => {
    const { status, body } = await directory.get(`/Users?filter=${encodeURIComponent(filter)}`);
    expect(status).toBe(400);
    expect(body.scimType).toBe("invalidFilter");
  });

  test("pages count from one, and a count of zero returns only the total", async () => {
    await newcomer();
    await newcomer();
    const { body: none } = await directory.get("/Users?count=0");
    expect(none.Resources).toEqual([]);
    expect(none.totalResults).toBeGreaterThan(2);
    const { body: all } = await directory.get("/Users?startIndex=0&count=5000");
    const { body: second } = await directory.get("/Users?startIndex=2&count=1");
    expect(all.startIndex).toBe(1);
    expect(second.Resources).toEqual([all.Resources[1]]);
    expect((await directory.get("/Users?count=-3")).body.itemsPerPage).toBe(0);
    expect((await directory.get("/Users?startIndex=99999")).body.itemsPerPage).toBe(0);
    expect((await directory.get("/Users?count=x")).status).toBe(400);
  });

  test("attributes and excludedAttributes choose what is sent", async () => {
    const id = await newcomer();
    const some = await directory.get(`/Users/${id}?attributes=userName,name.givenName`);
    expect(Object.keys(some.body).sort()).toEqual(["id", "name", "schemas", "userName"]);
    const most = await directory.get(`/Users/${id}?excludedAttributes=emails,meta`);
    expect(most.body.emails ?? most.body.meta).toBeUndefined();
    expect(most.body.userName).toBeDefined();
  });
});

describe("entity tags", () => {
  test("change with every change to the person by anyone, and prevent changes with an outdated version", async () => {
    const id = await newcomer();
    const { headers, body } = await directory.get(`/Users/${id}`);
    const tag = headers.get("etag") ?? "";
    expect(tag).toMatch(/^W\/"/);
    expect(body.meta.version).toBe(tag);
    expect((await directory.get(`/Users/${id}`, { "if-none-match": tag })).status).toBe(304);
    await workspace.db.update(people).set({ name: "Renamed" }).where(eq(people.id, id));
    const stale = { op: "replace", value: { title: "Admiral" } };
    const late = await directory.call("PATCH", `/Users/${id}`, { Operations: [stale] }, { "if-match": tag });
    expect(late).toMatchObject({ status: 412, body: { status: "412" } });
    expect((await directory.call("DELETE", `/Users/${id}`, undefined, { "if-match": tag })).status).toBe(412);
    const fresh = (await directory.get(`/Users/${id}`)).headers.get("etag") ?? "";
    const answered = await directory.call(
      "PATCH",
      `/Users/${id}`,
      { Operations: [stale] },
      { "if-match": fresh },
    );
    expect(answered.status).toBe(200);
  });
});
