import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { auditEvents } from "#db/schema/audit";
import { groupMembers, groups } from "#db/schema/groups";
import { changeMembers } from "#lib/membership/groups/change-members";
import { createGroup } from "#lib/membership/groups/create-group";
import { deleteGroup } from "#lib/membership/groups/delete-group";
import { renameGroup } from "#lib/membership/groups/rename-group";
import { ScimClient } from "./testing/scim-client.ts";

const { workspace, admin } = await RunningWorkspace.open();
const directory = await ScimClient.open(workspace, admin);
const groupUrn = "urn:ietf:params:scim:schemas:core:2.0:Group";

const people: string[] = [];
for (let index = 0; index < 4; index++) people.push(await directory.provision(`member${index}@example.com`));
people.sort();

let counter = 0;
async function newGroup(...members: string[]): Promise<string> {
  const displayName = `Group ${++counter}`;
  const answered = await directory.call("POST", "/Groups", {
    schemas: [groupUrn],
    externalId: `ext-${displayName}`,
    displayName,
    members: members.map((value) => ({ value })),
  });
  expect(answered.status).toBe(201);
  expect(answered.headers.get("location")).toBe(answered.body.meta.location);
  return answered.body.id;
}

const membersOf = async (id: string): Promise<string[]> =>
  ((await directory.get(`/Groups/${id}`)).body.members as { value: string }[]).map(({ value }) => value);

test("members are added, and are removed in the RFC's form and in Entra's", async () => {
  const [a = "", b = "", c = "", d = ""] = people;
  const id = await newGroup(a, b);
  const added = { op: "Add", path: "members", value: [{ value: c }, { value: d }, { value: a }] };
  expect((await directory.patch(`/Groups/${id}`, added)).status).toBe(200);
  expect(await membersOf(id)).toEqual([a, b, c, d]);
  await directory.patch(`/Groups/${id}`, { op: "remove", path: `members[value eq "${a}"]` });
  expect(await membersOf(id)).toEqual([b, c, d]);
  const entra = { op: "Remove", path: "members", value: [{ $ref: null, value: b }, { value: c }] };
  await directory.patch(`/Groups/${id}`, entra);
  expect(await membersOf(id)).toEqual([d]);
  await directory.patch(`/Groups/${id}`, { op: "replace", path: "members", value: [{ value: b }] });
  expect(await membersOf(id)).toEqual([b]);
  await directory.patch(`/Groups/${id}`, { op: "remove", path: "members" });
  expect(await membersOf(id)).toEqual([]);
});

test("an empty list of values removes no member", async () => {
  const [a = ""] = people;
  const id = await newGroup(a);
  await directory.patch(`/Groups/${id}`, { op: "Remove", path: "members", value: [] });
  expect(await membersOf(id)).toEqual([a]);
});

test("Okta's rename, which includes the ID, preserves the members", async () => {
  const [a = ""] = people;
  const id = await newGroup(a);
  const renamed = await directory.patch(`/Groups/${id}`, {
    op: "replace",
    value: { id, displayName: "Treasury" },
  });
  expect(renamed).toMatchObject({ status: 200, body: { displayName: "Treasury" } });
  expect(await membersOf(id)).toEqual([a]);
});

test("a PUT replaces name and members", async () => {
  const [a = "", b = ""] = people;
  const id = await newGroup(a);
  const put = { schemas: [groupUrn], id, displayName: "Whole", members: [{ value: b, display: "B" }] };
  expect((await directory.call("PUT", `/Groups/${id}`, put)).status).toBe(200);
  expect(await membersOf(id)).toEqual([b]);
});

test.each([
  [{ op: "add", path: "members", value: [{ value: "per_nobody" }] }, "invalidValue"],
  [{ op: "add", path: "members", value: ["x"] }, "invalidSyntax"],
  [{ op: "replace", path: 'members[value eq "x"]', value: {} }, "invalidPath"],
  [{ op: "remove", path: 'members[display eq "x"]' }, "invalidPath"],
  [{ op: "remove", path: 'members[value ne "x"]' }, "invalidFilter"],
  [{ op: "remove", path: "displayName" }, "mutability"],
])("%j is refused, and the operations before it with it", async (operation, scimType) => {
  const [a = "", b = ""] = people;
  const id = await newGroup(a);
  const first = { op: "add", path: "members", value: [{ value: b }] };
  const answered = await directory.patch(`/Groups/${id}`, first, operation);
  expect(answered).toMatchObject({ status: 400, body: { scimType } });
  expect(await membersOf(id)).toEqual([a]);
});

test("groups are found by name, external id and member; Entra's excludedAttributes leaves members out", async () => {
  const [a = ""] = people;
  const id = await newGroup(a);
  const name = `Group ${counter}`;
  for (const filter of [
    `displayName eq "${name.toUpperCase()}"`,
    `externalId eq "ext-${name}"`,
    `id eq "${id}" and members eq "${a}"`,
  ]) {
    const { body } = await directory.get(
      `/Groups?excludedAttributes=members&filter=${encodeURIComponent(filter)}`,
    );
    expect(body.Resources).toHaveLength(1);
    expect(body.Resources[0]).toMatchObject({ id, displayName: name });
    expect(body.Resources[0].members).toBeUndefined();
  }
  const whole = await directory.get(`/Groups/${id}`);
  const part = await directory.get(`/Groups/${id}?excludedAttributes=members`);
  expect(part.headers.get("etag")).toBe(whole.headers.get("etag"));
  const add = { op: "add", path: "members", value: [{ value: people[1] }] };
  const changed = await directory.patch(`/Groups/${id}`, add);
  expect(changed.headers.get("etag")).not.toBe(whole.headers.get("etag"));
  const late = await directory.call(
    "PATCH",
    `/Groups/${id}`,
    { Operations: [add] },
    { "if-match": whole.headers.get("etag") ?? "" },
  );
  expect(late.status).toBe(412);
});

test("a directory neither sees nor takes over a group of the console", async () => {
  const own = { actor: admin.viewer, name: "Console", memberIds: [], now: workspace.time.now };
  const { groupId } = await createGroup(workspace.db, own);
  expect((await directory.get(`/Groups/${groupId}`)).status).toBe(404);
  expect((await directory.call("DELETE", `/Groups/${groupId}`)).status).toBe(404);
  const named = await directory.call("POST", "/Groups", { displayName: "CONSOLE" });
  expect(named).toMatchObject({ status: 409, body: { scimType: "uniqueness" } });
});

test("an admin cannot change a group that a directory maintains", async () => {
  const groupId = await newGroup();
  const change = { actor: admin.viewer, groupId, now: workspace.time.now };
  const attempts = [
    () => renameGroup(workspace.db, { ...change, name: "Mine" }),
    () => changeMembers(workspace.db, { ...change, seenIds: [], memberIds: [] }),
    () => deleteGroup(workspace.db, change),
  ];
  for (const attempt of attempts) {
    await expect(attempt()).rejects.toMatchObject({
      code: "conflict",
      userMessage: expect.stringContaining("SCIM"),
    });
  }
});

test("a deleted group is no longer found", async () => {
  const [a = ""] = people;
  const id = await newGroup(a);
  expect((await directory.call("DELETE", `/Groups/${id}`)).status).toBe(204);
  expect((await directory.get(`/Groups/${id}`)).status).toBe(404);
  expect(await workspace.db.select().from(groups).where(eq(groups.id, id))).toEqual([]);
});

test("a deactivated person is in no group; a suspended person stays a member", async () => {
  const leaver = await directory.provision("leaver@example.com");
  const id = await newGroup(leaver, people[0] ?? "");
  await directory.patch(`/Users/${people[0]}`, { op: "replace", value: { active: false } });
  await directory.call("DELETE", `/Users/${leaver}`);
  expect(await membersOf(id)).toEqual([people[0]]);
});

test("a group can have ten thousand members, and an audit event lists at most a thousand", async () => {
  const rows = await workspace.db.$client<{ id: string }[]>`
    insert into people (id, name, email, status, roles, created_at)
    select 'per_' || lpad(n::text, 26, '0'), 'Many ' || n, 'many' || n || '@example.com', 'invited', '{approver}', now()
    from generate_series(1, 10000) n returning id`;
  const id = await newGroup(...rows.map((row) => row.id));
  const stored = await workspace.db.$count(groupMembers, eq(groupMembers.groupId, id));
  expect(stored).toBe(10_000);
  const removed = await directory.patch(`/Groups/${id}`, { op: "remove", path: "members" });
  expect(removed.status).toBe(200);
  const events = await workspace.db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.type, "group.members_changed"));
  expect(Math.max(...events.map(({ body }) => body.byteLength))).toBeLessThan(65_535);
});
