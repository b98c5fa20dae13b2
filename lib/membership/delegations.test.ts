import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/kernel/clock";
import { changeRoles } from "#lib/membership/change-roles";
import { deactivatePerson } from "#lib/membership/offboarding/deactivate-person";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { addPerson, type TestPerson } from "#lib/membership/testing/people";
import { revokeDelegation } from "./end-delegations.ts";
import { listDelegations } from "./list-delegations.ts";
import { type NewDelegation, nameDelegate } from "./name-delegate.ts";

const now = new Date("2026-11-24T10:00:00Z");
const dayLater = (days: number) => addSeconds(now, days * 24 * 3600);
const { db } = await createTestDatabase();
const approver = () => addPerson(db, { roles: ["approver"], now });

const admin = await addPerson(db, { roles: ["admin"], now });
const ann = await approver();
const del = await approver();

const named = (more: Partial<Omit<NewDelegation, "confirmedWith">> = {}) =>
  nameDelegate(db, {
    actor: ann,
    personId: ann.personId,
    delegateId: del.personId,
    endsAt: dayLater(3),
    now,
    ...more,
  });

const open = async (person: TestPerson) =>
  (await listDelegations(db, { viewer: person, personId: person.personId, now })).map(({ id }) => id);

test("a person names a delegate, both see the delegation, and it is recorded", async () => {
  const { delegationId } = await named({ startsAt: dayLater(1) });
  expect(await listDelegations(db, { viewer: del, personId: del.personId, now })).toContainEqual({
    id: delegationId,
    person: { id: ann.personId, name: ann.name },
    delegate: { id: del.personId, name: del.name },
    startsAt: dayLater(1),
    endsAt: dayLater(3),
    awaited: null,
  });
  const [event] =
    await db.$client`select body from audit_events where type = 'delegation.created' order by id desc`;
  expect(JSON.parse(Buffer.from(event?.body).toString())).toMatchObject({
    actor: { id: ann.personId },
    subject: { person: ann.personId, delegate: del.personId },
    data: { starts_at: dayLater(1).toISOString(), ends_at: dayLater(3).toISOString() },
  });
});

test("a start in the past, or no start, means now", async () => {
  const { delegationId } = await named({ startsAt: dayLater(-1) });
  const [row] = await db.$client`select starts_at from delegations where id = ${delegationId}`;
  expect(new Date(row?.starts_at)).toEqual(now);
});

test.each<[string, () => Parameters<typeof named>[0]]>([
  ["an end before the start", () => ({ startsAt: dayLater(3), endsAt: dayLater(2) })],
  ["an end that is past", () => ({ endsAt: now })],
  ["more than 90 days", () => ({ endsAt: addSeconds(dayLater(90), 1) })],
  ["oneself", () => ({ delegateId: ann.personId })],
  ["a person who does not exist", () => ({ delegateId: "per_00000000000000000000000000" })],
  ["a person who isn't an approver", () => ({ delegateId: admin.personId })],
])("%s is refused", async (_, more) => {
  await expect(named(more())).rejects.toMatchObject({ code: "invalid_input" });
});

test("exactly 90 days are allowed", async () => {
  await expect(named({ endsAt: dayLater(90) })).resolves.toBeDefined();
});

test("neither a suspended person's delegate nor a suspended delegate can be named", async () => {
  const gone = await addPerson(db, { roles: ["approver"], status: "suspended", now });
  await expect(named({ delegateId: gone.personId })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(named({ actor: admin, personId: gone.personId })).rejects.toMatchObject({
    code: "invalid_input",
  });
});

test("an admin names a delegate for another person; no other role does, nor sees it", async () => {
  const { delegationId } = await named({ actor: admin });
  expect(await open(ann)).toContain(delegationId);
  const otherPerson = await approver();
  await expect(named({ actor: otherPerson })).rejects.toMatchObject({ code: "not_found" });
  await expect(named({ actor: del })).rejects.toMatchObject({ code: "not_found" });
  await expect(
    listDelegations(db, { viewer: otherPerson, personId: ann.personId, now }),
  ).rejects.toMatchObject({
    code: "not_found",
  });
});

test("both people and an admin can end a delegation, once; no one else can", async () => {
  const otherPerson = await approver();
  for (const actor of [ann, del, admin]) {
    const { delegationId } = await named();
    await expect(revokeDelegation(db, { actor: otherPerson, delegationId, now })).rejects.toMatchObject({
      code: "not_found",
    });
    await revokeDelegation(db, { actor, delegationId, now });
    expect(await open(ann)).not.toContain(delegationId);
    await expect(revokeDelegation(db, { actor, delegationId, now })).rejects.toMatchObject({
      code: "not_found",
    });
  }
});

test.each<[string, (personId: string) => Promise<unknown>]>([
  ["is suspended", (personId) => suspendPerson(db, { actor: admin, personId, now })],
  ["leaves", (personId) => deactivatePerson(db, { actor: admin, personId, now })],
  [
    "stops being an approver",
    (personId) => changeRoles(db, { actor: admin, personId, roles: ["auditor"], now }),
  ],
])("when a person %s, the delegations from and to the person end (invariant 8)", async (_, end) => {
  const [gone, delegator, third] = [await approver(), await approver(), await approver()];
  const { delegationId: given } = await named({
    actor: gone,
    personId: gone.personId,
    delegateId: delegator.personId,
  });
  const { delegationId: taken } = await named({
    actor: delegator,
    personId: delegator.personId,
    delegateId: gone.personId,
  });
  const { delegationId: foreign } = await named({
    actor: delegator,
    personId: delegator.personId,
    delegateId: third.personId,
  });
  await end(gone.personId);
  expect(await open(delegator)).toEqual([foreign]);
  const events =
    await db.$client`select body from audit_events where type = 'delegation.revoked' and actor_id = ${admin.personId}`;
  const revoked = events.map(({ body }) => JSON.parse(Buffer.from(body).toString()).subject.delegation);
  expect(revoked).toEqual(expect.arrayContaining([given, taken]));
});

test("a delegate suspended at the moment of being named never stays a delegate", async () => {
  for (let round = 0; round < 10; round += 1) {
    const gone = await approver();
    await Promise.allSettled([
      named({ delegateId: gone.personId }),
      suspendPerson(db, { actor: admin, personId: gone.personId, now }),
    ]);
    const left =
      await db.$client`select from delegations where delegate_id = ${gone.personId} and revoked_at is null`;
    expect(left).toHaveLength(0);
  }
});

test("an admin names other people as delegates for an absent person, but not themselves", async () => {
  const both = await addPerson(db, { roles: ["admin", "approver"], now });
  await expect(named({ actor: both, delegateId: both.personId })).rejects.toMatchObject({
    code: "invalid_input",
  });
  expect(await named({ actor: both })).toMatchObject({ delegationId: expect.any(String) });
  expect(await named({ delegateId: both.personId })).toMatchObject({ delegationId: expect.any(String) });
});
