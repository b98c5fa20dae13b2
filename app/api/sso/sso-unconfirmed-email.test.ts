import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { ScimClient } from "#app/api/scim/testing/scim-client";
import { auditEvents } from "#db/schema/audit";
import { accounts } from "#db/schema/auth";
import { people } from "#db/schema/directory";
import { changeRoles } from "#lib/membership/change-roles";
import { findPerson } from "#lib/membership/find-person";
import { invitePerson, reissueInvitation } from "#lib/membership/invite-person";
import { confirmAddress } from "#lib/people/confirm-email";
import { unlinkAccount } from "#lib/provisioning/sso/account-links";
import { ConnectedWorkspace } from "./testing/connected-workspace.ts";

const connected = await ConnectedWorkspace.open();
const { workspace, admin, connectionId, db } = connected;
const unconfirmed = "/signin/refused?reason=address_unconfirmed";
const { now } = workspace.time;

const directory = await ScimClient.open(workspace, admin);

let counter = 0;
/** A person's name, and the email of another person with a verified account at the provider. */
function cast() {
  const name = `Ann ${++counter}`;
  const sub = connected.account(`mallory${counter}`);
  return { name, sub, stolen: `${sub}@example.com`, own: `ann.${counter}@example.com` };
}
const give = (personId: string, value: string) =>
  directory.patch(`/Users/${personId}`, { op: "replace", path: 'emails[type eq "work"].value', value });
const turn = (personId: string, active: boolean) =>
  directory.patch(`/Users/${personId}`, { op: "replace", value: { active } });
const rowOf = async (id: string) => (await db.select().from(people).where(eq(people.id, id)))[0];

async function expectNoLink(sub: string, personId: string): Promise<void> {
  const { end, browser } = await connected.arrive(sub);
  expect(end).toBe(unconfirmed);
  expect(browser.cookie).toBe("");
  expect(await db.$count(accounts, eq(accounts.userId, personId))).toBe(0);
}

describe("an address that a directory gives an existing person links no account", () => {
  test.each([
    [
      "by a path with a value filter",
      (a: string) => ({ op: "Replace", path: 'emails[type eq "work"].value', value: a }),
    ],
    ["in a list", (a: string) => ({ op: "replace", value: { emails: [{ value: a, primary: true }] } })],
    ["in other case", (a: string) => ({ op: "ADD", path: "Emails", value: [{ VALUE: a.toUpperCase() }] })],
  ])("%s", async (_, operation) => {
    const { name, sub, stolen } = cast();
    const { viewer } = await workspace.person(name, ["approver"], admin);
    expect((await directory.patch(`/Users/${viewer.personId}`, operation(stolen))).status).toBe(200);
    await expectNoLink(sub, viewer.personId);
  });

  test("as the userName of a person whose addresses the request removes, and in a whole PUT", async () => {
    const first = cast();
    const { viewer: firstPerson } = await workspace.person(first.name, ["approver"], admin);
    await directory.patch(
      `/Users/${firstPerson.personId}`,
      { op: "remove", path: "emails" },
      { op: "replace", path: "userName", value: first.stolen },
    );
    expect((await rowOf(firstPerson.personId))?.email).toBe(first.stolen);
    await expectNoLink(first.sub, firstPerson.personId);
    const second = cast();
    const { viewer: two } = await workspace.person(second.name, ["auditor"], admin);
    const emails = [{ value: second.stolen }];
    await directory.call("PUT", `/Users/${two.personId}`, { userName: second.stolen, emails, active: true });
    await expectNoLink(second.sub, two.personId);
  });

  test("of a person an admin invited who has not signed in yet", async () => {
    const { sub, stolen } = cast();
    const { personId } = await connected.invite(`invited${counter}`, ["auditor"]);
    await give(personId, stolen);
    await expectNoLink(sub, personId);
  });

  test("by deactivating before and reactivating after", async () => {
    const { name, sub, stolen } = cast();
    const { viewer } = await workspace.person(name, ["approver"], admin);
    await turn(viewer.personId, false);
    await give(viewer.personId, stolen);
    await turn(viewer.personId, true);
    await expectNoLink(sub, viewer.personId);
  });

  test("with other emails between, and the same again", async () => {
    const { name, sub, stolen } = cast();
    const { viewer } = await workspace.person(name, ["approver"], admin);
    for (const address of [stolen, `other${counter}@example.com`, stolen, stolen]) {
      await give(viewer.personId, address);
    }
    await expectNoLink(sub, viewer.personId);
  });

  test("by deleting the person and creating the new email", async () => {
    const { name, sub, stolen } = cast();
    const { viewer } = await workspace.person(name, ["approver"], admin);
    await give(viewer.personId, stolen);
    await directory.call("DELETE", `/Users/${viewer.personId}`);
    expect(await directory.provision(stolen)).toBe(viewer.personId);
    await expectNoLink(sub, viewer.personId);
  });

  test("by deleting the person, creating them again, and then changing the email", async () => {
    const { name, sub, stolen, own } = cast();
    const { viewer } = await workspace.person(name, ["approver"], admin);
    await directory.call("DELETE", `/Users/${viewer.personId}`);
    expect(await directory.provision(own)).toBe(viewer.personId);
    await give(viewer.personId, stolen);
    await expectNoLink(sub, viewer.personId);
  });

  test("of a person it provisioned, once an admin has issued a link, invited them or given them roles", async () => {
    for (const takeOn of [
      (personId: string) => reissueInvitation(db, { actor: admin.viewer, personId, now }),
      async (personId: string, email: string) => {
        await directory.call("DELETE", `/Users/${personId}`);
        await invitePerson(db, { actor: admin.viewer, name: "Ann", email, roles: ["auditor"], now });
      },
      (personId: string) => changeRoles(db, { actor: admin.viewer, personId, roles: ["auditor"], now }),
    ]) {
      const { sub, stolen, own } = cast();
      const personId = await directory.provision(own);
      await takeOn(personId, own);
      await give(personId, stolen);
      await expectNoLink(sub, personId);
    }
  });

  test("of a person it provisioned, once they signed in through the provider and were unlinked", async () => {
    const { sub, stolen, own } = cast();
    const personId = await directory.provision(own);
    const first = connected.account(`first${counter}`, { email: own });
    expect((await connected.arrive(first)).end).toBe("/settings");
    await unlinkAccount(db, { actor: admin.viewer, connectionId, personId, now });
    await give(personId, stolen);
    await expectNoLink(sub, personId);
  });
});

test("a linked person signs in with the linked account, whatever address the directory gives the person", async () => {
  const { name, own } = cast();
  const { viewer } = await workspace.person(name, ["approver"], admin);
  const account = connected.account(`linked${counter}`, { email: own });
  expect((await connected.arrive(account)).end).toBe("/queue");
  await give(viewer.personId, `married${counter}@example.com`);
  expect((await connected.arrive(account)).end).toBe("/queue");
});

test("a provisioned person who has not signed in yet is linked by the address that the directory last gave", async () => {
  const { sub, stolen, own } = cast();
  const personId = await directory.provision(own);
  await turn(personId, false);
  await turn(personId, true);
  await give(personId, stolen);
  expect((await connected.arrive(sub)).end).toBe("/settings");
  expect(await rowOf(personId)).toMatchObject({ status: "active", emailBefore: null });
});

test("the original email needs no confirmation when the directory restores it", async () => {
  const { name, own, stolen } = cast();
  const { viewer } = await workspace.person(name, ["approver"], admin);
  await give(viewer.personId, stolen);
  await give(viewer.personId, `third${counter}@example.com`);
  expect(await rowOf(viewer.personId)).toMatchObject({ emailBefore: own });
  await give(viewer.personId, own.toUpperCase());
  expect(await rowOf(viewer.personId)).toMatchObject({ emailBefore: null, emailGivenAt: null });
  expect((await connected.arrive(connected.account(`ann${counter}`, { email: own }))).end).toBe("/queue");
});

describe("confirming an address", () => {
  test("an admin sees the previous email and who changed it, confirms the new email, and then it links; this is recorded", async () => {
    const { name, sub, stolen, own } = cast();
    const { viewer } = await workspace.person(name, ["approver"], admin);
    const { personId } = viewer;
    await give(personId, stolen);
    const shown = await findPerson(db, { viewer: admin.viewer, personId, now });
    expect(shown.unconfirmedAddress).toEqual({ before: own, by: "Test directory", at: now });
    await confirmAddress(db, { actor: admin.viewer, personId, email: stolen, now });
    expect((await findPerson(db, { viewer: admin.viewer, personId, now })).unconfirmedAddress).toBeNull();
    expect((await connected.arrive(sub)).end).toBe("/queue");
    const events = await db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.type, "person.address_confirmed"));
    expect(events).toMatchObject([{ personId, actorId: admin.viewer.personId }]);
  });

  test("applies to the email shown: a different email from the directory stays unconfirmed", async () => {
    const { name, sub, stolen } = cast();
    const { viewer } = await workspace.person(name, ["approver"], admin);
    const { personId } = viewer;
    await give(personId, `harmless${counter}@example.com`);
    const confirmation = { actor: admin.viewer, personId, email: `harmless${counter}@example.com`, now };
    await give(personId, stolen);
    await expect(confirmAddress(db, confirmation)).rejects.toMatchObject({ code: "conflict" });
    await expectNoLink(sub, personId);
  });

  test("is for admins", async () => {
    const { name, stolen } = cast();
    const { viewer } = await workspace.person(name, ["approver", "auditor"], admin);
    await give(viewer.personId, stolen);
    await expect(
      confirmAddress(db, { actor: viewer, personId: viewer.personId, email: stolen, now }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});
