import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { people } from "#db/schema/directory";
import { ScimClient } from "./testing/scim-client.ts";

const { workspace, admin } = await RunningWorkspace.open();
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
