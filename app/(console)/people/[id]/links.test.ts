import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import {
  confirmAndPerform,
  expectRefusedAfter,
  expectRefusedForOthers,
  formOf,
  questionFor,
} from "#app/testing/confirming";
import { enrollments, people } from "#db/schema/directory";
import { passkeys } from "#db/schema/passkeys";
import { invitePerson } from "#lib/membership/invite-person";
import { newInvitation, newRecovery } from "./links.ts";

const { workspace, admin } = await RunningWorkspace.open();
const { db, time } = workspace;

async function invited(name: string): Promise<{ personId: string }> {
  const email = `${name.toLowerCase()}@example.com`;
  const person = { actor: admin.viewer, name, email, roles: ["approver" as const], now: time.now };
  return { personId: (await invitePerson(db, person)).personId };
}

const of = ({ viewer }: SignedInPerson) => ({ personId: viewer.personId });
const passkeysOf = ({ personId }: { personId: string }) =>
  db.$count(passkeys, eq(passkeys.personId, personId));

function linksFor({ personId }: { personId: string }, purpose: "invitation" | "recovery"): Promise<number> {
  return db.$count(enrollments, and(eq(enrollments.personId, personId), eq(enrollments.purpose, purpose)));
}

it("a passkey replaces only the invitation it confirms, with the roles shown", async () => {
  const [ivy, ian] = [await invited("Ivy"), await invited("Ian")];
  const { act } = await questionFor(newInvitation, admin, formOf(ivy));
  expect(act).toMatch(new RegExp(`^people/invite-again/${ivy.personId}/[\\w-]{43}$`));
  await expectRefusedForOthers(newInvitation, admin, ivy, [ian]);
  await db
    .update(people)
    .set({ roles: ["admin"] })
    .where(eq(people.id, ivy.personId));
  await expectRefusedAfter(act, newInvitation, admin, ivy);
  expect(await linksFor(ivy, "invitation")).toBe(1);
  await confirmAndPerform(newInvitation, admin, formOf(ivy));
  expect([await linksFor(ivy, "invitation"), await linksFor(ian, "invitation")]).toEqual([2, 1]);
});

it("a passkey creates a recovery link only for the person and the old passkeys it confirms", async () => {
  const rob = of(await workspace.person("Rob", ["approver"], admin));
  const other = of(await workspace.person("Ron", ["approver"], admin));
  const fields = { ...rob, oldPasskeys: "remove" };
  const { act } = await questionFor(newRecovery, admin, formOf(fields));
  expect(act).toMatch(new RegExp(`^recovery/${rob.personId}/remove/[\\w-]{43}$`));
  await expectRefusedForOthers(newRecovery, admin, fields, [other, { oldPasskeys: "keep" }]);
  await db.update(people).set({ email: "robin@example.com" }).where(eq(people.id, rob.personId));
  await expectRefusedAfter(act, newRecovery, admin, fields);
  expect([await linksFor(rob, "recovery"), await passkeysOf(rob)]).toEqual([0, 1]);
  await confirmAndPerform(newRecovery, admin, formOf(fields));
  expect([await linksFor(rob, "recovery"), await passkeysOf(rob)]).toEqual([1, 0]);
});
