import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { auditEvents } from "#db/schema/audit";
import { people } from "#db/schema/directory";
import type { AuditEventType } from "#lib/audit/event-types";
import { findPerson } from "#lib/membership/find-person";
import { invitePerson } from "#lib/membership/invite-person";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { reinstatePerson } from "#lib/membership/reinstate-person";
import { addPerson } from "#lib/membership/testing/people";
import { ScimClient } from "./testing/scim-client.ts";

const { workspace, admin } = await RunningWorkspace.open();
const directory = await ScimClient.open(workspace, admin);
const { db } = workspace;
const { now } = workspace.time;

let counter = 0;
const newPerson = () => workspace.person(`Person ${++counter}`, ["approver"], admin);
/** A person without an enrollment: enrollments are limited per minute. */
const activePerson = async () => (await addPerson(db, { roles: ["approver"], now })).personId;
const idOf = ({ viewer }: SignedInPerson) => viewer.personId;
const turn = (personId: string, active: boolean | string) =>
  directory.patch(`/Users/${personId}`, { op: "replace", path: "active", value: active });
const suspend = (personId: string) => suspendPerson(db, { actor: admin.viewer, personId, now });
const reinstate = (personId: string, againstDirectory = false) =>
  reinstatePerson(db, { actor: admin.viewer, personId, againstDirectory, now });
const rowOf = async (id: string) => (await db.select().from(people).where(eq(people.id, id)))[0];
const eventsOf = (personId: string, type: AuditEventType) =>
  db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.personId, personId), eq(auditEvents.type, type)));
const wordOn = async (personId: string) =>
  (await findPerson(db, { viewer: admin.viewer, personId, now })).inactiveFlag;

async function suspendedAndCalledInactive(): Promise<string> {
  const personId = idOf(await newPerson());
  await suspend(personId);
  expect((await turn(personId, "False")).status).toBe(200);
  return personId;
}

test("a directory's claim that a suspended person is inactive is stored, shown and recorded once", async () => {
  const personId = await suspendedAndCalledInactive();
  await turn(personId, false);
  expect(await wordOn(personId)).toEqual({ by: "Test directory", since: now });
  expect(await eventsOf(personId, "person.called_inactive")).toMatchObject([
    { actorId: `scim:${directory.tokenId}` },
  ]);
  expect(await rowOf(personId)).toMatchObject({ suspendedBy: idOf(admin) });
});

test("an admin overrides a directory only knowingly when reactivating a person, and the override is recorded", async () => {
  const personId = await suspendedAndCalledInactive();
  await expect(reinstate(personId)).rejects.toMatchObject({ code: "conflict" });
  expect((await rowOf(personId))?.status).toBe("suspended");
  await reinstate(personId, true);
  expect((await rowOf(personId))?.status).toBe("active");
  const [event] = await eventsOf(personId, "person.reinstated");
  expect(JSON.parse(Buffer.from(event?.body ?? []).toString()).data).toEqual({ reason: "against_directory" });
  // The person is active, and the directory still lists the person as inactive.
  expect(await wordOn(personId)).not.toBeNull();
  await turn(personId, false);
  expect((await rowOf(personId))?.status).toBe("suspended");
});

test("a person that the directory itself suspended is not reactivated unknowingly either", async () => {
  const personId = idOf(await newPerson());
  await turn(personId, false);
  await expect(reinstate(personId)).rejects.toMatchObject({ code: "conflict" });
});

test("a directory withdraws its claim without ending an admin's suspension", async () => {
  const personId = await suspendedAndCalledInactive();
  expect((await turn(personId, "True")).status).toBe(409);
  expect(await wordOn(personId)).toBeNull();
  expect((await rowOf(personId))?.status).toBe("suspended");
  expect(await eventsOf(personId, "person.called_active")).toHaveLength(1);
  expect((await turn(personId, true)).status).toBe(409);
  expect(await eventsOf(personId, "person.called_active")).toHaveLength(1);
  await reinstate(personId);
  expect((await rowOf(personId))?.status).toBe("active");
});

test("another client does not end the suspension that a directory began", async () => {
  const otherDirectory = await ScimClient.open(workspace, admin);
  const personId = idOf(await newPerson());
  await turn(personId, false);
  const active = { op: "replace", path: "active", value: true };
  const { status, body } = await otherDirectory.patch(`/Users/${personId}`, active);
  expect(status, JSON.stringify(body)).toBe(409);
  expect(await rowOf(personId)).toMatchObject({
    status: "suspended",
    suspendedBy: `scim:${directory.tokenId}`,
  });
  expect((await turn(personId, true)).status).toBe(200);
});

test("another client's refused active:true does not withdraw a directory's claim, and no withdrawal is recorded", async () => {
  const otherDirectory = await ScimClient.open(workspace, admin);
  const [ended, called] = [await activePerson(), await activePerson()];
  await turn(ended, false);
  await suspend(called);
  await turn(called, false);
  const active = { op: "replace", path: "active", value: true };
  for (const personId of [ended, called]) {
    expect((await otherDirectory.patch(`/Users/${personId}`, active)).status).toBe(409);
    expect(await wordOn(personId)).toEqual({ by: "Test directory", since: now });
    expect(await eventsOf(personId, "person.called_active")).toEqual([]);
    await expect(reinstate(personId)).rejects.toMatchObject({ code: "conflict" });
  }
  expect((await turn(called, true)).status).toBe(409);
  expect(await wordOn(called)).toBeNull();
});

test("another client's refused active:true does not end the listing of a removal that was refused to a directory", async () => {
  const otherDirectory = await ScimClient.open(workspace, admin);
  const personId = await activePerson();
  await suspend(personId);
  const unclear = { op: "replace", path: "active", value: "no" };
  expect((await directory.patch(`/Users/${personId}`, unclear)).status).toBe(400);
  expect(await eventsOf(personId, "person.removal_refused")).toHaveLength(1);
  const active = { op: "replace", path: "active", value: true };
  expect((await otherDirectory.patch(`/Users/${personId}`, active)).status).toBe(409);
  expect(await eventsOf(personId, "person.called_active")).toEqual([]);
  expect((await turn(personId, true)).status).toBe(409);
  expect(await eventsOf(personId, "person.called_active")).toHaveLength(1);
});

test("a directory's claim ends with the suspension it ends, and when it lists an active person as active", async () => {
  const personId = idOf(await newPerson());
  await turn(personId, false);
  await turn(personId, true);
  expect(await wordOn(personId)).toBeNull();
  const otherPersonId = await suspendedAndCalledInactive();
  await reinstate(otherPersonId, true);
  expect((await turn(otherPersonId, true)).status).toBe(200);
  expect(await wordOn(otherPersonId)).toBeNull();
  expect(await eventsOf(otherPersonId, "person.called_active")).toHaveLength(1);
});

test("a PATCH or PUT without active makes no claim", async () => {
  const silent = idOf(await newPerson());
  await suspend(silent);
  const called = await suspendedAndCalledInactive();
  for (const personId of [silent, called]) {
    const userName = (await rowOf(personId))?.email;
    const title = { op: "replace", path: "title", value: "Admiral" };
    expect((await directory.patch(`/Users/${personId}`, title)).status).toBe(200);
    expect((await directory.call("PUT", `/Users/${personId}`, { userName })).status).toBe(200);
  }
  expect(await wordOn(silent)).toBeNull();
  expect(await wordOn(called)).not.toBeNull();
});

test("a directory that deleted a person counts as listing the person as inactive until it creates the person", async () => {
  const person = await newPerson();
  const personId = idOf(person);
  await suspend(personId);
  expect((await directory.call("DELETE", `/Users/${personId}`)).status).toBe(204);
  expect((await rowOf(personId))?.status).toBe("left");
  expect(await wordOn(personId)).toEqual({ by: "Test directory", since: now });
  expect(await directory.provision(person.viewer.email)).toBe(personId);
  expect(await wordOn(personId)).toBeNull();
});

test("an admin who invites a deleted person again overrides the directory, on record, until the directory repeats it", async () => {
  const person = await newPerson();
  const personId = idOf(person);
  await directory.call("DELETE", `/Users/${personId}`);
  const { email, name } = person.viewer;
  await invitePerson(db, { actor: admin.viewer, name, email, roles: ["approver"], now });
  expect(await wordOn(personId)).toBeNull();
  const invited = await eventsOf(personId, "person.invited");
  const data = invited.map(({ body }) => JSON.parse(Buffer.from(body).toString()).data);
  expect(data).toHaveLength(2);
  expect(data).toContainEqual({ roles: ["approver"] });
  expect(data).toContainEqual({ roles: ["approver"], reason: "against_directory" });
  await turn(personId, false);
  expect((await rowOf(personId))?.status).toBe("suspended");
  expect(await wordOn(personId)).toEqual({ by: "Test directory", since: now });
});

test("a person created inactive is listed as inactive from the start", async () => {
  const personId = await directory.provision("unborn@example.com", { active: false });
  expect(await wordOn(personId)).not.toBeNull();
});

test("a claim that arrives during the withdrawal of another is not erased, in either order", async () => {
  const personId = await suspendedAndCalledInactive();
  for (let round = 0; round < 5; round++) {
    let isTakenBack = false;
    const back = turn(personId, true).then(() => {
      isTakenBack = true;
    });
    // Repeats until at least one report has arrived after the other transaction finished.
    do expect((await turn(personId, false)).status).toBe(200);
    while (!isTakenBack);
    await back;
    await turn(personId, false);
    expect(await wordOn(personId)).not.toBeNull();
  }
});

test("a refused change that would end an admin's suspension stores only the withdrawal, and an invalid change withdraws nothing", async () => {
  const personId = await suspendedAndCalledInactive();
  const on = { op: "replace", path: "active", value: true };
  const slip = { op: "replace", path: "userName", value: null };
  expect((await directory.patch(`/Users/${personId}`, on, slip)).status).toBe(400);
  expect(await wordOn(personId)).not.toBeNull();
  const title = { op: "replace", path: "title", value: "Admiral" };
  expect((await directory.patch(`/Users/${personId}`, on, title)).status).toBe(409);
  expect(await wordOn(personId)).toBeNull();
  expect((await rowOf(personId))?.profile.title).toBeUndefined();
});
