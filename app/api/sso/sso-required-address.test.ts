import { beforeEach, expect, test } from "vitest";
import { ScimClient } from "#app/api/scim/testing/scim-client";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { addSeconds } from "#lib/kernel/clock";
import { confirmAddress } from "#lib/people/confirm-email";
import { setSsoRequirement } from "#lib/provisioning/sso/connections/switch-connection";
import { ConnectedWorkspace } from "./testing/connected-workspace.ts";

const connected = await ConnectedWorkspace.open();
const { workspace, admin, db } = connected;

const directory = await ScimClient.open(workspace, admin);
await setSsoRequirement(db, { actor: admin.viewer, required: true, now: workspace.time.now });
beforeEach(() => {
  workspace.time.now = addSeconds(workspace.time.now, 61);
});

let counter = 0;
const cast = () => `Ann ${++counter}`;

/** An approver with a passkey and an address in the domain. */
async function personAt(domain: string): Promise<SignedInPerson & { local: string }> {
  await setSsoRequirement(db, { actor: admin.viewer, required: false, now: workspace.time.now });
  const person = await workspace.person(cast(), ["approver"], admin);
  await setSsoRequirement(db, { actor: admin.viewer, required: true, now: workspace.time.now });
  const local = `ann.${counter}`;
  await db.$client`update people set email = ${`${local}@${domain}`} where id = ${person.viewer.personId}`;
  return Object.assign(person, { local });
}

async function give({ viewer }: SignedInPerson, value: string): Promise<void> {
  const operation = { op: "replace", path: 'emails[type eq "work"].value', value };
  expect((await directory.patch(`/Users/${viewer.personId}`, operation)).status).toBe(200);
}

const confirm = ({ viewer: { personId } }: SignedInPerson, email: string) =>
  confirmAddress(db, { actor: admin.viewer, personId, email, now: workspace.time.now });

test("a directory's email outside a connection opens no way around required single sign-on, until an admin confirms it", async () => {
  const ann = await personAt("example.com");
  await expect(ann.signIn()).rejects.toThrow("sso_required");
  for (const address of [`${ann.local}@elsewhere.test`, `${ann.local}@third.test`]) {
    await give(ann, address);
    await expect(ann.signIn()).rejects.toThrow("sso_required");
  }
  await confirm(ann, `${ann.local}@third.test`);
  await ann.signIn();
});

test("a directory's email in a connection's domain blocks no passkey sign-in until an admin confirms it and it links", async () => {
  const bea = await personAt("old.test");
  const address = `${bea.local}@example.com`;
  await give(bea, address);
  await bea.signIn();
  const account = connected.account(`bea${counter}`, { email: address });
  expect((await connected.arrive(account)).end).toBe("/signin/refused?reason=address_unconfirmed");
  await confirm(bea, address);
  await expect(bea.signIn()).rejects.toThrow("sso_required");
  expect((await connected.arrive(account)).end).toBe("/queue");
});

test("a linked person still signs in through required single sign-on while an address outside the connection is unconfirmed", async () => {
  const cleo = await personAt("example.com");
  const account = connected.account(`cleo${counter}`, { email: `${cleo.local}@example.com` });
  expect((await connected.arrive(account)).end).toBe("/queue");
  await give(cleo, `${cleo.local}@elsewhere.test`);
  const { end, browser } = await connected.arrive(account);
  expect(end).toBe("/queue");
  await expect(cleo.signIn()).rejects.toThrow("sso_required");
  // Admission and the session depend on the same rule.
  await connected.change({});
  expect(await connected.viewerOf(browser)).toBeDefined();
  await confirm(cleo, `${cleo.local}@elsewhere.test`);
  expect((await connected.arrive(account)).end).toBe("/signin/refused?reason=domain_unlisted");
  await cleo.signIn();
});
