import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { Workspace } from "#app/api/testing/workspace";
import { auditEvents } from "#db/schema/audit";
import { accounts } from "#db/schema/auth";
import { people } from "#db/schema/directory";
import { addSeconds } from "#lib/clock";
import { listRefusedRemovals } from "#lib/membership/list-refused-removals";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { ScimClient } from "./testing/scim-client.ts";

const { workspace, admin } = await Workspace.open();
const directory = await ScimClient.open(workspace, admin);
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

let counter = 0;
const newcomer = (more: object = {}) => directory.provision(`user${++counter}@example.com`, more);
const rowOf = async (id: string) => (await workspace.db.select().from(people).where(eq(people.id, id)))[0];
const patchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/** What Okta and Entra send to deprovision a person, verbatim. */
const deactivations = {
  "Okta's operation without a path": `{"schemas":["${patchOp}"],"Operations":[{"op":"replace","value":{"active":false}}]}`,
  "Entra's text False": `{"schemas":["${patchOp}"],"Operations":[{"op":"Replace","path":"active","value":"False"}]}`,
  "Entra's boolean": `{"schemas":["${patchOp}"],"Operations":[{"op":"Replace","path":"active","value":false}]}`,
  "Entra's addition": `{"schemas":["${patchOp}"],"Operations":[{"op":"Add","path":"active","value":"False"}]}`,
  "a path with the schema's URN": `{"Operations":[{"op":"replace","path":"urn:ietf:params:scim:schemas:core:2.0:User:active","value":false}]}`,
  "an object under the schema's URN": `{"Operations":[{"op":"replace","value":{"urn:ietf:params:scim:schemas:core:2.0:User":{"active":false}}}]}`,
  "other case everywhere": `{"SCHEMAS":["${patchOp}"],"operations":[{"OP":"REPLACE","VALUE":{"Active":"False"}}]}`,
};

test.each(Object.entries(deactivations))("%s suspends a person", async (_, body) => {
  const id = await newcomer();
  const answered = await directory.call("PATCH", `/Users/${id}`, body);
  expect(answered).toMatchObject({ status: 200, body: { id, active: false } });
  expect(await rowOf(id)).toMatchObject({ status: "suspended", suspendedFrom: "invited" });
});

test("Okta's whole PUT suspends a person, and reactivates the person with the same roles", async () => {
  const id = await newcomer();
  const whole = (active: boolean) => ({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
    id,
    userName: `user${counter}@example.com`,
    name: { givenName: "Grace", middleName: "", familyName: "Murray" },
    emails: [{ primary: true, value: `user${counter}@example.com`, type: "work", display: "" }],
    active,
    groups: [],
    meta: { resourceType: "User" },
  });
  const off = await directory.call("PUT", `/Users/${id}`, whole(false));
  expect(off).toMatchObject({ status: 200, body: { active: false, name: { familyName: "Murray" } } });
  expect((await rowOf(id))?.status).toBe("suspended");
  const on = await directory.call("PUT", `/Users/${id}`, whole(true));
  expect(on).toMatchObject({ status: 200, body: { active: true } });
  expect((await rowOf(id))?.status).toBe("invited");
});

test.each([
  ...["true", "false", "TRUE", "FALSE", "yes", "no", "0", "1", "", " False", "False ", "Inactive"],
  ...[0, 1, null, [false], { value: false }, ["False"]],
])("active is a boolean, True or False: %j is refused and changes nothing", async (value) => {
  const id = await newcomer();
  for (const operation of [
    { op: "Replace", path: "active", value },
    { op: "replace", value: { active: value } },
    { op: "add", value: { title: "Admiral", active: value } },
  ]) {
    const answered = await directory.patch(`/Users/${id}`, operation);
    expect(answered).toMatchObject({ status: 400, body: { status: "400" } });
  }
  const put = { userName: "x@example.com", active: value };
  expect((await directory.call("PUT", `/Users/${id}`, put)).status).toBe(400);
  expect(
    (await directory.call("POST", "/Users", { ...put, userName: `n${counter}@example.com` })).status,
  ).toBe(400);
  expect(await rowOf(id)).toMatchObject({ status: "invited", profile: { "name.givenName": "Grace" } });
});

test.each([
  { op: "remove", path: "active" },
  { op: "replace", path: 'active[value eq "x"]', value: false },
  { op: "replace", path: "active.value", value: false },
  { op: "replace", path: "active ", value: {} },
  { op: "delete", path: "active" },
  { op: "remove" },
  { op: "replace", value: { active: true, Active: false } },
])("a body that could mean a deactivation but is not understood is refused: %j", async (operation) => {
  const id = await newcomer();
  expect((await directory.patch(`/Users/${id}`, operation)).status).toBe(400);
});

test("operations are atomic: when one is refused, none is applied", async () => {
  const id = await newcomer();
  const answered = await directory.patch(
    `/Users/${id}`,
    { op: "Replace", path: "displayName", value: "Changed" },
    { op: "Replace", path: "active", value: "False" },
    { op: "Replace", path: "active", value: "maybe" },
  );
  expect(answered.status).toBe(400);
  expect(await rowOf(id)).toMatchObject({ status: "invited", name: "Grace Hopper" });
});

test("Entra's replacements without a path take dotted keys and keys of the enterprise extension", async () => {
  const id = await newcomer();
  const answered = await directory.patch(`/Users/${id}`, {
    op: "Replace",
    value: {
      "name.givenName": "Ada",
      "name.familyName": "Lovelace",
      displayName: "Ada L.",
      [`${enterprise}:department`]: "Engines",
      [`${enterprise}:manager`]: { value: "nobody" },
      "urn:ietf:params:scim:schemas:extension:custom:2.0:User:tag": "kept nowhere",
    },
  });
  expect(answered).toMatchObject({
    status: 200,
    body: {
      name: { givenName: "Ada", familyName: "Lovelace" },
      displayName: "Ada L.",
      [enterprise]: { department: "Engines" },
    },
  });
  expect((await rowOf(id))?.name).toBe("Ada L.");
});

test("several attributes in one request, in Entra's bodies with and without its flag, verbatim", async () => {
  const without = `{"schemas":["${patchOp}"],"Operations":[
    {"op":"Replace","path":"displayName","value":"Pvlo"},
    {"op":"Replace","path":"emails[type eq \\"work\\"].value","value":"TestBcwqnm@test.microsoft.com"},
    {"op":"Replace","path":"name.givenName","value":"Gtfd"},
    {"op":"Replace","path":"name.familyName","value":"Pkqf"},
    {"op":"Replace","path":"externalId","value":"Eqpj"},
    {"op":"Replace","path":"${enterprise}:employeeNumber","value":"Eqpj"}]}`;
  const withFlag = `{"schemas":["${patchOp}"],"Operations":[
    {"op":"replace","path":"emails[type eq \\"work\\"].value","value":"TestMhvaes@test.microsoft.com"},
    {"op":"replace","value":{"displayName":"Bjfe","name.givenName":"Kkom","name.familyName":"Unua",
      "${enterprise}:employeeNumber":"Aklq"}}]}`;
  const unknown = `{"schemas":["${patchOp}"],"Operations":[
    {"op":"Add","path":"nickName","value":"Babs"},
    {"op":"Add","path":"phoneNumbers[type eq \\"mobile\\"].value","value":"1"},
    {"op":"Add","path":"roles[primary eq \\"True\\"].value","value":"admin"}]}`;
  const id = await newcomer();
  expect(await directory.call("PATCH", `/Users/${id}`, without)).toMatchObject({
    status: 200,
    body: {
      displayName: "Pvlo",
      emails: [{ value: "TestBcwqnm@test.microsoft.com" }],
      name: { givenName: "Gtfd", familyName: "Pkqf" },
      externalId: "Eqpj",
      [enterprise]: { employeeNumber: "Eqpj" },
    },
  });
  expect(await directory.call("PATCH", `/Users/${id}`, withFlag)).toMatchObject({
    status: 200,
    body: { displayName: "Bjfe", externalId: "Eqpj", [enterprise]: { employeeNumber: "Aklq" } },
  });
  expect((await directory.call("PATCH", `/Users/${id}`, unknown)).status).toBe(200);
  expect(await rowOf(id)).toMatchObject({ roles: ["approver"], name: "Bjfe" });
});

test("the work email is changed by Entra's path with a value filter; other emails are ignored", async () => {
  const id = await newcomer();
  await directory.patch(`/Users/${id}`, {
    op: "Replace",
    path: 'emails[type eq "work"].value',
    value: "new@example.com",
  });
  await directory.patch(`/Users/${id}`, {
    op: "Add",
    path: 'emails[type eq "home"].value',
    value: "home@example.com",
  });
  const { body } = await directory.get(`/Users/${id}`);
  expect(body.emails).toEqual([{ value: "new@example.com", type: "work", primary: true }]);
  expect(body.userName).toBe(`user${counter}@example.com`);
});

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

test("a user name or an address belongs to one person", async () => {
  await directory.provision("taken@example.com");
  for (const clash of [
    { userName: "TAKEN@example.com", emails: [{ value: "free@example.com" }] },
    { userName: "free", emails: [{ value: "Taken@example.com" }] },
    { userName: admin.viewer.email },
  ]) {
    const answered = await directory.call("POST", "/Users", clash);
    expect(answered).toMatchObject({ status: 409, body: { status: "409", scimType: "uniqueness" } });
  }
  const id = await newcomer();
  const moved = await directory.patch(`/Users/${id}`, {
    op: "replace",
    value: { userName: "taken@example.com" },
  });
  expect(moved).toMatchObject({ status: 409, body: { scimType: "uniqueness" } });
});

test("a new person is invited as an approver regardless of sent roles, and cannot sign in without a link", async () => {
  const id = await newcomer({ roles: [{ value: "admin" }], entitlements: ["admin"], userType: "admin" });
  expect(await rowOf(id)).toMatchObject({ status: "invited", roles: ["approver"] });
});

test("a deleted person is deactivated: no longer found, and created again with a newcomer's roles", async () => {
  const person = await workspace.person("Delia Deleted", ["admin", "approver"], admin);
  const id = person.viewer.personId;
  const account = { type: "oidc", provider: "sso_x", providerAccountId: "delia" };
  await workspace.db.insert(accounts).values({ userId: id, ...account });
  expect((await directory.call("DELETE", `/Users/${id}`)).status).toBe(204);
  expect(await workspace.db.$count(accounts, eq(accounts.userId, id))).toBe(0);
  expect(await rowOf(id)).toMatchObject({ status: "left" });
  expect((await directory.get(`/Users/${id}`)).status).toBe(404);
  expect((await directory.call("DELETE", `/Users/${id}`)).status).toBe(404);
  expect((await person.post("/api/session/end", {})).status).toBeGreaterThanOrEqual(400);
  const back = await directory.provision("delia.deleted@example.com");
  expect(back).toBe(id);
  expect(await rowOf(id)).toMatchObject({ status: "invited", roles: ["approver"] });
});

test("the last active admin is neither suspended nor deleted, and the attempt is recorded", async () => {
  workspace.time.now = addSeconds(workspace.time.now, 1);
  const id = admin.viewer.personId;
  const attempts = [
    await directory.patch(`/Users/${id}`, { op: "Replace", path: "active", value: "False" }),
    await directory.call("PUT", `/Users/${id}`, { userName: admin.viewer.email, active: false }),
    await directory.call("DELETE", `/Users/${id}`),
  ];
  for (const { status, body } of attempts) {
    expect(status).toBe(409);
    expect(body.detail).toContain("last active admin");
  }
  expect((await rowOf(id))?.status).toBe("active");
  const events = await workspace.db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.type, "person.removal_refused"), eq(auditEvents.personId, id)));
  expect(events).toHaveLength(1);
  const { now } = workspace.time;
  const { removals: shown } = await listRefusedRemovals(workspace.db, { viewer: admin.viewer, now });
  expect(shown).toContainEqual({ person: { id, name: admin.viewer.name }, at: now, reason: "last_admin" });
  expect(
    events.every(({ personId, actorId }) => personId === id && actorId === `scim:${directory.tokenId}`),
  ).toBe(true);
});

test("a directory does not end a suspension that an admin began", async () => {
  const person = await workspace.person("Sue Suspended", ["approver"], admin);
  const personId = person.viewer.personId;
  await suspendPerson(workspace.db, { actor: admin.viewer, personId, now: workspace.time.now });
  const on = { op: "replace", value: { active: true } };
  expect(await directory.patch(`/Users/${personId}`, on)).toMatchObject({ status: 409 });
  const off = { op: "replace", value: { active: false } };
  expect((await directory.patch(`/Users/${personId}`, off)).status).toBe(200);
  expect(await directory.patch(`/Users/${personId}`, on)).toMatchObject({ status: 409 });
  expect((await rowOf(personId))?.status).toBe("suspended");
});

test("a suspension by the directory quarantines the agents and ends the sessions; its end brings the agents back", async () => {
  const owner = await workspace.person("Olga Owner", ["approver"], admin);
  const agent = await workspace.agent(admin, owner);
  const path = `/Users/${owner.viewer.personId}`;
  await directory.patch(path, { op: "Replace", path: "active", value: "False" });
  expect((await owner.post(`/api/requests/req_x/challenges`, {})).status).toBe(401);
  const refund = { action: { type: "refund.create", resource: "c", params: { amount: 1, currency: "USD" } } };
  expect((await agent.ask(refund)).status).toBe(403);
  await directory.patch(path, { op: "Replace", path: "active", value: "True" });
  expect((await agent.ask(refund)).status).toBe(200);
});
