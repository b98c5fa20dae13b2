import { beforeEach, expect, test } from "vitest";
import { confirming } from "#app/(console)/settings/delegation-confirming";
import { naming } from "#app/(console)/settings/delegation-naming";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { approveAnew, askWith } from "#app/api/testing/requirements";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { confirmAndPerform, formOf, questionFor } from "#app/testing/confirming";
import { findApprovals } from "#lib/approvals/approvals-now";
import { loadEligibleApprovers } from "#lib/approvals/eligible-approvers";
import { addSeconds } from "#lib/kernel/clock";
import { changeRoles } from "#lib/membership/change-roles";
import { confirmDelegation } from "#lib/membership/confirm-delegation";
import { revokeDelegation } from "#lib/membership/end-delegations";
import { listDelegations } from "#lib/membership/list-delegations";
import { deactivatePerson } from "#lib/membership/offboarding/deactivate-person";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { recipientsOf } from "#lib/notifications/planning/recipients";
import { confirmPasskey } from "#lib/passkeys/control/confirm-passkey";
import { listPasskeys } from "#lib/passkeys/list-passkeys";
import { listQueue } from "#lib/requests/queue/list-queue";

// Invariant 18, over HTTP: a delegate that the represented person did not choose.

const day = 24 * 3600;
const { workspace, admin } = await RunningWorkspace.open();
const { db, time } = workspace;
// Ends the founding period, in which passkeys count without a confirmation.
const second = await workspace.person("Sue Second", ["admin"], admin);
let count = 0;
let olga: SignedInPerson;
let agent: CallingAgent;

const later = (seconds: number) => {
  time.now = addSeconds(time.now, seconds);
};
const person = (name: string, more = {}, by = admin) =>
  workspace.person(`${name}${count}`, ["approver"], by, more);

beforeEach(async () => {
  count += 1;
  // Limits on enrollments count per minute.
  later(61);
  await admin.signIn();
  olga = await person("Olga");
  agent = await workspace.agent(admin, olga);
});

/** Names a delegate for Olga as the console does, and returns the delegation. */
async function named(by: SignedInPerson, delegate: SignedInPerson, startsIn = 0): Promise<string> {
  await by.signIn();
  const at = (seconds: number) => addSeconds(time.now, seconds).toISOString();
  const fields = { personId: olga.viewer.personId, delegateId: delegate.viewer.personId };
  const times = { startsAt: startsIn ? at(startsIn) : "", endsAt: at(30 * day) };
  await confirmAndPerform(naming, by, formOf({ ...fields, ...times }));
  const rows =
    await db.$client`select id from delegations where delegate_id = ${fields.delegateId} order by id desc`;
  return rows[0]?.id;
}

const confirmed = async (by: SignedInPerson, delegationId: string) => {
  await by.signIn();
  return confirmAndPerform(confirming, by, formOf({ delegationId }));
};

const asked = () => askWith(workspace, agent, [{ approvals: 1, approvers: { kind: "owner_or_backups" } }]);

/**
 * What a delegate does with a new request of Olga's agent: the outcome of an approval, how many
 * people may decide the request, and whether it is in the delegate's queue.
 */
async function decides(delegate: SignedInPerson): Promise<[string, number, boolean]> {
  const { now } = time;
  const ask = await asked();
  const requestId = ask.request.id;
  const { deciders } = await findApprovals(db, { requestId, now });
  const { items } = await listQueue(db, delegate.viewer, { state: "pending" }, now);
  const outcome = await approveAnew(workspace, delegate, ask).catch((thrown) => thrown.code);
  return [outcome, deciders, items.some(({ id }) => id === requestId)];
}

const nothing = ["not_found", 1, false];
const everything = ["approved 1", 2, true];
const awaitedOf = async ({ viewer }: SignedInPerson) =>
  (await listDelegations(db, { viewer, personId: viewer.personId, now: time.now })).map(
    ({ awaited }) => awaited,
  );

test("a delegate that an admin named decides nothing until the represented person confirms with a passkey", async () => {
  const del = await person("Del");
  const id = await named(admin, del);
  expect(await decides(del)).toEqual(nothing);
  const { question } = await questionFor(confirming, olga, formOf({ delegationId: id }));
  expect(question.title).toBe("Confirm this delegate?");
  for (const other of [admin, del])
    await expect(confirmed(other, id)).rejects.toMatchObject({ code: "not_found" });
  expect(await decides(del)).toEqual(nothing);
  await confirmed(olga, id);
  expect(await awaitedOf(olga)).toEqual([null]);
  expect(await decides(del)).toEqual(everything);
  await expect(confirmed(olga, id)).rejects.toMatchObject({ code: "not_found" });
});

test("a delegate that an admin named decides after a day without an answer, and not a second earlier", async () => {
  const del = await person("Del");
  const [start] = [time.now, await named(admin, del)];
  expect(await awaitedOf(olga)).toEqual([
    {
      ...{ until: addSeconds(start, day), isTied: false },
      ...{ passkeyConfirmer: null, namedBy: admin.viewer.name },
    },
  ]);
  time.now = addSeconds(start, day - 5);
  expect(await decides(del)).toEqual(nothing);
  time.now = addSeconds(start, day);
  expect(await awaitedOf(olga)).toEqual([null]);
  expect(await decides(del)).toEqual(everything);
});

test("a confirmation starts no delegation before its start", async () => {
  const del = await person("Del");
  await confirmed(olga, await named(admin, del, 3600));
  expect(await decides(del)).toEqual(nothing);
  later(3600);
  expect(await decides(del)).toEqual(everything);
});

test("a declined delegation never takes effect, and can't be confirmed", async () => {
  const del = await person("Del");
  const id = await named(admin, del);
  await revokeDelegation(db, { actor: olga.viewer, delegationId: id, now: time.now });
  await expect(confirmed(olga, id)).rejects.toMatchObject({ code: "not_found" });
  later(2 * day);
  expect(await decides(del)).toEqual(nothing);
});

test("of a confirmation and the delegation's end at the same moment, the end is final", async () => {
  const del = await person("Del");
  const id = await named(admin, del);
  const now = time.now;
  await Promise.allSettled([
    confirmDelegation(db, { actor: olga.viewer, delegationId: id, now }),
    revokeDelegation(db, { actor: admin.viewer, delegationId: id, now }),
  ]);
  expect(await decides(del)).toEqual(nothing);
});

test("a delegate whose passkey the naming admin could have decides nothing, until another admin confirms the passkey", async () => {
  const self = await person("Self", { isConfirmed: false });
  await named(admin, self);
  later(2 * day);
  expect(await decides(self)).toEqual(nothing);
  const confirmerFor = async ({ viewer }: SignedInPerson) => {
    const { personId } = self.viewer;
    const [found] = await listDelegations(db, { viewer, personId, now: time.now });
    expect(found?.awaited).toMatchObject({ until: null, isTied: true, namedBy: admin.viewer.name });
    return found?.awaited?.passkeyConfirmer;
  };
  const confirmers = [await confirmerFor(self), await confirmerFor(admin), await confirmerFor(second)];
  expect(confirmers).toEqual(["admin", "admin", "viewer"]);
  await confirmPasskeyOf(self);
  expect(await decides(self)).toEqual(everything);
});

test("the represented person may confirm a delegate whose passkey the naming admin could have", async () => {
  const self = await person("Self", { isConfirmed: false });
  await confirmed(olga, await named(admin, self));
  expect(await decides(self)).toEqual(everything);
});

test("a passkey that an admin could have through a chain of links counts for no delegation of that admin's", async () => {
  const other = await workspace.person(`Other${count}`, ["admin"], admin, { isConfirmed: false });
  const self = await person("Self", { isConfirmed: false });
  const third = await person("Third", { isConfirmed: false }, other);
  await named(other, self);
  await named(admin, third);
  later(2 * day);
  for (const each of [self, third]) expect(await decides(each)).toEqual(nothing);
  // The other account's passkey is gone, and still no evidence is lost.
  await deactivatePerson(db, {
    actor: second.viewer,
    personId: other.viewer.personId,
    now: time.now,
  });
  for (const each of [self, third]) expect(await decides(each)).toEqual(nothing);
});

test.each<[string, (personId: string) => Promise<unknown>]>([
  ["is suspended", (personId) => suspendPerson(db, { actor: second.viewer, personId, now: time.now })],
  ["loses the Approver role too", (personId) => withRoles(personId, ["auditor"])],
  ["loses the Admin role", (personId) => withRoles(personId, ["approver"])],
])(
  "a delegation that an admin named ends unconfirmed when the admin %s, with what it approved",
  async (_, lose) => {
    const mal = await workspace.person(`Mal${count}`, ["admin", "approver"], admin);
    const [del, early, chosen] = [await person("Del"), await person("Early"), await person("Chosen")];
    await named(mal, early);
    await confirmed(olga, await named(mal, chosen));
    later(2 * day);
    await named(mal, del);
    const ask = await asked();
    expect(await approveAnew(workspace, early, ask)).toBe("approved 1");
    await mal.signIn();
    await lose(mal.viewer.personId);
    const [grant] = await db.$client`select state from grants where request_id = ${ask.request.id}`;
    expect(grant?.state).toBe("revoked");
    later(2 * day);
    for (const each of [del, early]) expect((await decides(each))[0]).toBe("not_found");
    expect((await decides(chosen))[0]).toBe("approved 1");
  },
);

test("a delegate that the represented person didn't agree to takes no notification from that person", async () => {
  const del = await person("Del");
  const id = await named(admin, del);
  later(2 * day);
  const isNotified = async () => {
    const { request } = await asked();
    const eligible = await loadEligibleApprovers(db, { requestId: request.id, now: time.now });
    const { first } = recipientsOf(eligible, { now: time.now, isNotifiedWhenAway: () => false });
    return [olga, del].map(({ viewer }) => first.includes(viewer.personId));
  };
  expect(await isNotified()).toEqual([true, true]);
  await db.$client`update delegations set confirmed_at = ${time.now.toISOString()} where id = ${id}`;
  expect(await isNotified()).toEqual([false, true]);
});

test("an admin is no delegate that another account with a passkey from the admin's link named", async () => {
  const other = await workspace.person(`Other${count}`, ["admin"], admin, { isConfirmed: false });
  await db.$client`update people set roles = '{admin,approver}' where id = ${admin.viewer.personId}`;
  await named(other, admin);
  later(2 * day);
  const [own] = await awaitedOf(admin);
  expect(own).toMatchObject({ isTied: true, passkeyConfirmer: null });
  // Admins read every request.
  expect((await decides(admin)).slice(0, 2)).toEqual(nothing.slice(0, 2));
});

test("a delegate that the represented person named decides immediately, also with a passkey from an admin's link", async () => {
  const del = await person("Del", { isConfirmed: false });
  await named(olga, del);
  expect(await awaitedOf(olga)).toEqual([null]);
  expect(await decides(del)).toEqual(everything);
});

async function withRoles(personId: string, roles: ("approver" | "auditor")[]): Promise<unknown> {
  const seenRoles = ["admin", "approver"] as const;
  return changeRoles(db, { actor: second.viewer, personId, roles, seenRoles: [...seenRoles], now: time.now });
}

async function confirmPasskeyOf({ viewer }: SignedInPerson): Promise<void> {
  const credentialOf = async ({ personId }: { personId: string }) =>
    (await listPasskeys(db, personId))[0]?.id ?? "";
  await confirmPasskey(db, {
    actorId: second.viewer.personId,
    confirmedWith: await credentialOf(second.viewer),
    personId: viewer.personId,
    credentialId: await credentialOf(viewer),
    now: time.now,
  });
}
