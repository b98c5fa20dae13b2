import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { auditEvents } from "#db/schema/audit";
import { notices } from "#db/schema/notices";
import type { Json } from "#lib/json/canonical";
import { addSeconds } from "#lib/kernel/clock";
import { findPerson } from "#lib/membership/find-person";
import { listRefusedRemovals } from "#lib/membership/list-refused-removals";
import { reinstatePerson } from "#lib/membership/reinstate-person";
import { listNotices } from "#lib/notices/list-notices";
import { seeNotice } from "#lib/notices/see-notices";
import { requestedActive } from "#lib/provisioning/scim/users/record-failed-deprovisioning";
import { ScimClient } from "./testing/scim-client.ts";

const { workspace, admin } = await RunningWorkspace.open();
const directory = await ScimClient.open(workspace, admin);
const { db } = workspace;
const off = { op: "Replace", path: "active", value: "False" };

let counter = 0;
const newcomer = () => directory.provision(`wanted${++counter}@example.com`);
const patch = (id: string, ...operations: object[]) => directory.patch(`/Users/${id}`, ...operations);
const reasonsOf = async (personId: string) => {
  const events = await db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.personId, personId), eq(auditEvents.type, "person.removal_refused")));
  return events.map(({ body }) => JSON.parse(Buffer.from(body).toString()).data.reason);
};
const listed = async () =>
  (await listRefusedRemovals(db, { viewer: admin.viewer, now: workspace.time.now })).removals.map(
    ({ person }) => person.id,
  );
const adminNotices = async () =>
  (await listNotices(db, { personId: admin.viewer.personId, now: workspace.time.now })).notices.filter(
    ({ kind }) => kind === "removal_refused",
  );

describe("a refused change that would have deprovisioned a person is recorded, listed and notified", () => {
  test.each<[string, string, object[]]>([
    ["next to a name that cannot be", "invalidValue", [off, { op: "replace", path: "userName", value: 5 }]],
    ["after it", "invalidPath", [{ op: "replace", path: "externalId.x", value: "y" }, off]],
    ["in an operation that is not understood", "invalidSyntax", [{ op: "delete", path: "active" }]],
    ["as a text that is no boolean", "invalidValue", [{ op: "replace", value: { active: "inactive" } }]],
    [
      "next to an address that is taken",
      "uniqueness",
      [off, { op: "replace", path: "userName", value: "ada@example.com" }],
    ],
    ["by taking the attribute away", "mutability", [{ op: "remove", path: "active" }]],
  ])("%s", async (_, reason, operations) => {
    const id = await newcomer();
    expect((await patch(id, ...operations)).status).toBeGreaterThanOrEqual(400);
    expect(await reasonsOf(id)).toEqual([reason]);
    expect(await listed()).toContain(id);
    expect(await adminNotices()).toHaveLength(1);
  });

  test("in a whole PUT, and with an outdated version", async () => {
    const id = await newcomer();
    await directory.call("PUT", `/Users/${id}`, { active: false });
    const stale = { "if-match": 'W/"old"' };
    await directory.call("PATCH", `/Users/${id}`, { Operations: [off] }, stale);
    await directory.call("DELETE", `/Users/${id}`, undefined, stale);
    expect((await reasonsOf(id)).sort()).toEqual(["invalidValue", "precondition_failed"]);
  });
});

test("a refused change that would not have deprovisioned a person is not listed", async () => {
  const id = await newcomer();
  const wrong = { op: "replace", path: "userName", value: 5 };
  for (const operations of [[wrong], [{ op: "replace", value: { active: true } }, wrong]])
    expect((await patch(id, ...operations)).status).toBe(400);
  expect((await patch("per_nobody", off)).status).toBe(404);
  expect(await reasonsOf(id)).toEqual([]);
  expect(await listed()).not.toContain(id);
});

test("a clear claim of inactivity is stored although the change was refused, and an unclear claim is not", async () => {
  const wordOn = async (personId: string) =>
    (await findPerson(db, { viewer: admin.viewer, personId, now: workspace.time.now })).inactiveFlag;
  const [clear, unclear, stale] = [await newcomer(), await newcomer(), await newcomer()];
  await patch(clear, off, { op: "replace", path: "userName", value: 5 });
  await patch(unclear, { op: "replace", value: { active: "no" } });
  await directory.call("PATCH", `/Users/${stale}`, { Operations: [off] }, { "if-match": 'W/"old"' });
  expect(await wordOn(clear)).toMatchObject({ by: "Test directory" });
  expect(await wordOn(unclear)).toBeNull();
  expect(await wordOn(stale)).toBeNull();
});

test("the refusal is listed until the person is removed, or the directory lists the person as active", async () => {
  const [out, back] = [await newcomer(), await newcomer()];
  for (const id of [out, back]) await patch(id, off, { op: "replace", path: "userName", value: 5 });
  expect(await listed()).toEqual(expect.arrayContaining([out, back]));
  workspace.time.now = addSeconds(workspace.time.now, 1);
  await patch(out, off);
  await patch(back, { op: "replace", value: { active: true } });
  expect(await listed()).not.toContain(out);
  expect(await listed()).not.toContain(back);
  const { now } = workspace.time;
  await reinstatePerson(db, { actor: admin.viewer, personId: out, againstDirectory: true, now });
  expect(await listed()).not.toContain(out);
});

test("a refusal without a stored claim is listed until the directory lists the person as active, which is recorded once", async () => {
  const id = await newcomer();
  await directory.call("PATCH", `/Users/${id}`, { Operations: [off] }, { "if-match": 'W/"old"' });
  expect(await listed()).toContain(id);
  for (let times = 0; times < 2; times++) {
    workspace.time.now = addSeconds(workspace.time.now, 1);
    expect((await patch(id, { op: "replace", value: { active: true } })).status).toBe(200);
  }
  expect(await listed()).not.toContain(id);
  const type = "person.called_active";
  const recorded = and(eq(auditEvents.personId, id), eq(auditEvents.type, type));
  expect(await db.$count(auditEvents, recorded)).toBe(1);
});

test("the same refusal is recorded once a day, and again if it was settled in between", async () => {
  const id = await newcomer();
  const slips = [
    { op: "replace", path: "userName", value: 5 },
    { op: "remove", path: "active" },
  ];
  for (const slip of [...slips, ...slips]) await patch(id, off, slip);
  expect((await reasonsOf(id)).sort()).toEqual(["invalidValue", "mutability"]);
  const second = () => {
    workspace.time.now = addSeconds(workspace.time.now, 1);
  };
  second();
  await patch(id, { op: "replace", value: { active: true } });
  expect(await listed()).not.toContain(id);
  second();
  await patch(id, off, slips[0] ?? {});
  expect(await reasonsOf(id)).toHaveLength(3);
  expect(await listed()).toContain(id);
});

test("admins have one unseen notice at a time, and are notified about the same person once a day", async () => {
  const id = await newcomer();
  const try_ = () => patch(id, off, { op: "replace", path: "userName", value: 5 });
  const see = async () => {
    for (const { id: noticeId } of await adminNotices())
      await seeNotice(db, { viewer: admin.viewer, noticeId, now: workspace.time.now });
  };
  await see();
  await try_();
  await patch(await newcomer(), off, { op: "remove", path: "active" });
  expect(await adminNotices()).toHaveLength(1);
  await see();
  await try_();
  expect(await adminNotices()).toHaveLength(0);
  workspace.time.now = addSeconds(workspace.time.now, 25 * 3600);
  await try_();
  expect(await adminNotices()).toHaveLength(1);
  expect(await reasonsOf(id)).toHaveLength(2);
  const others = await db.select().from(notices).where(eq(notices.kind, "removal_refused"));
  expect(others.every(({ personId }) => personId === admin.viewer.personId)).toBe(true);
});

test.each<[Json, string | undefined]>([
  [{ active: false }, "inactive"],
  [{ ACTIVE: "False" }, "inactive"],
  [{ active: "false" }, "unclear"],
  [{ active: null }, "unclear"],
  [{ active: true }, undefined],
  [{ title: "active" }, undefined],
  [{ "urn:ietf:params:scim:schemas:core:2.0:User": { active: false } }, "inactive"],
  [{ "urn:ietf:params:scim:schemas:core:2.0:User:active": false }, "inactive"],
  [{ Operations: [{ op: "replace", path: 'active[value eq "x"]', value: false }] }, "inactive"],
  [{ operations: [{ OP: "Replace", PATH: " Active ", VALUE: "False" }] }, "inactive"],
  [{ Operations: [{ value: { active: false } }, { value: { active: true } }] }, undefined],
  [{ Operations: { op: "replace" } }, undefined],
  [{ Operations: [7, null, { path: 5, value: [] }] }, undefined],
  [["active"], undefined],
  [null, undefined],
])("%j makes this claim about active: %s", (body, expected) => {
  expect(requestedActive(body)).toBe(expected);
});
