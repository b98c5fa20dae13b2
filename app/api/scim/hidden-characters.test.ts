import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { people } from "#db/schema/directory";
import { groupMembers, groups } from "#db/schema/groups";
import { enterpriseUrn } from "#lib/provisioning/scim/scim-fault";
import { ScimClient } from "./testing/scim-client.ts";

const { workspace, admin } = await RunningWorkspace.open();
const directory = await ScimClient.open(workspace, admin);
const { db } = workspace;

let counter = 0;
const rowOf = async (id: string) => (await db.select().from(people).where(eq(people.id, id)))[0];
const membersOf = (groupId: string) => db.$count(groupMembers, eq(groupMembers.groupId, groupId));

test.each<[string, unknown, object]>([
  ["title", "Head\u00adof payments", { title: "Headof payments" }],
  ["title", "Head\nof\u2028payments", { title: "Head of payments" }],
  ["displayName", "\u200fDana", { displayName: "Dana" }],
  ["name", { givenName: "Dana\u200e" }, { "name.givenName": "Dana" }],
  ["name", { familyName: "Le\u200bvi" }, { "name.familyName": "Levi" }],
  ["name", { formatted: "\u202eDana\u202c" }, { "name.formatted": "Dana" }],
  ["name.givenName", "\u3164", {}],
  ...["employeeNumber", "costCenter", "organization", "division", "department"].map(
    (part): [string, unknown, object] => [
      enterpriseUrn,
      { [part]: "\u202dFinance\u202c" },
      { [`${enterpriseUrn}:${part}`]: "Finance" },
    ],
  ),
])("a leaver is deactivated regardless of hidden characters in %s: %j", async (attribute, value, profile) => {
  const userName = `hidden${++counter}@example.com`;
  const [put, patched] = [await directory.provision(userName), await directory.provision(`p${userName}`)];
  const body = { userName, active: false, [attribute]: value };
  expect((await directory.call("PUT", `/Users/${put}`, body)).status).toBe(200);
  expect(await rowOf(put)).toMatchObject({ status: "suspended", profile });
  const off = { op: "replace", value: { active: false, [attribute]: value } };
  expect((await directory.patch(`/Users/${patched}`, off)).status).toBe(200);
  expect((await rowOf(patched))?.status).toBe("suspended");
});

test("a display name is shown without its hidden characters", async () => {
  const id = await directory.provision("shown@example.com", { displayName: "A\u202enimda" });
  expect((await rowOf(id))?.name).toBe("Animda");
  const filter = encodeURIComponent('displayName eq "A\u202enimda"');
  expect((await directory.get(`/Users?filter=${filter}`)).body.totalResults).toBe(1);
});

test("an identifier of people with hidden characters is refused", async () => {
  const id = await directory.provision("apart@example.com");
  for (const [path, value] of [
    ["userName", "a\u200bpart@example.com"],
    ["externalId", "ext\u2066"],
    ["emails", [{ value: "a\u200bpart@example.com" }]],
  ])
    expect(await directory.patch(`/Users/${id}`, { op: "replace", path, value })).toMatchObject({
      status: 400,
      body: { scimType: "invalidValue" },
    });
});

test("a hidden character stored earlier does not prevent a deactivation", async () => {
  const [userName, externalId, name] = ["old\u200b", "ext\u200b", "Dana\u200e Levi"];
  for (const how of ["PUT", "PATCH"]) {
    const id = await directory.provision(`stored${++counter}@example.com`);
    const identifiers = { userName: userName + how, externalId: externalId + how };
    const stored = { ...identifiers, name, profile: { displayName: name } };
    await db.update(people).set(stored).where(eq(people.id, id));
    const { body } = await directory.get(`/Users/${id}`);
    const off =
      how === "PUT"
        ? { ...body, active: false }
        : { Operations: [{ op: "replace", value: { active: false } }] };
    expect((await directory.call(how, `/Users/${id}`, off)).status).toBe(200);
    expect((await rowOf(id))?.status).toBe("suspended");
  }
});

test("a group with hidden characters in its name can be emptied, and the name is stored without them", async () => {
  const id = await directory.provision("grouped@example.com");
  const displayName = "Finance\u200e";
  const { body } = await directory.call("POST", "/Groups", { displayName, members: [{ value: id }] });
  expect(body.displayName).toBe("Finance");
  const filter = encodeURIComponent(`displayName eq "${displayName}"`);
  expect((await directory.get(`/Groups?filter=${filter}`)).body.totalResults).toBe(1);
  const empty = { displayName: "\u2066Finance", externalId: "f1", members: [] };
  expect((await directory.call("PUT", `/Groups/${body.id}`, empty)).status).toBe(200);
  expect(await membersOf(body.id)).toBe(0);
  const hidden = { op: "replace", path: "externalId", value: "f\u200b" };
  expect((await directory.patch(`/Groups/${body.id}`, hidden)).status).toBe(400);
});

test("a stored group with hidden characters in its name can be emptied, also when another group has the clean name", async () => {
  const id = await directory.provision("twice@example.com");
  await directory.call("POST", "/Groups", { displayName: "Sales" });
  const members = [{ value: id }];
  const { body } = await directory.call("POST", "/Groups", { displayName: "Sales 2", members });
  const displayName = "Sales\u200e";
  await db.update(groups).set({ name: displayName, externalId: "s\u200b" }).where(eq(groups.id, body.id));
  const empty = { displayName, externalId: "s\u200b", members: [] };
  expect((await directory.call("PUT", `/Groups/${body.id}`, empty)).status).toBe(200);
  expect(await membersOf(body.id)).toBe(0);
});
