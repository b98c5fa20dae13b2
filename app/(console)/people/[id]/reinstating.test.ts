import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { confirmAndPerform, expectRefusedForOthers, formOf, questionFor } from "#app/testing/confirming";
import { people } from "#db/schema/directory";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { reinstating } from "./reinstating.ts";

const { workspace, admin } = await RunningWorkspace.open();
const of = ({ viewer }: SignedInPerson) => ({ personId: viewer.personId });

async function suspended(name: string): Promise<SignedInPerson> {
  const person = await workspace.person(name, ["approver"], admin);
  await suspendPerson(workspace.db, { actor: admin.viewer, ...of(person), now: workspace.time.now });
  return person;
}

async function change(person: SignedInPerson, values: Partial<typeof people.$inferInsert>): Promise<void> {
  await workspace.db.update(people).set(values).where(eq(people.id, person.viewer.personId));
}

async function statusOf({ viewer }: SignedInPerson): Promise<string | undefined> {
  const [row] = await workspace.db.select().from(people).where(eq(people.id, viewer.personId));
  return row?.status;
}

it("an admin's session alone reactivates no one", async () => {
  const sam = await suspended("Sam");
  const { act, question } = await questionFor(reinstating, admin, formOf(of(sam)));
  expect(act).toMatch(new RegExp(`^people/reinstate/${sam.viewer.personId}/[\\w-]{43}$`));
  expect(question.title).toBe("Reactivate Sam?");
  expect(question.condition).toBeUndefined();
  expect(await statusOf(sam)).toBe("suspended");
});

it("an admin's passkey reactivates only the person it confirms, under the name shown", async () => {
  const [rita, otto] = [await suspended("Rita"), await suspended("Otto")];
  await expectRefusedForOthers(reinstating, admin, of(rita), [of(otto)]);
  const { act } = await questionFor(reinstating, admin, formOf(of(rita)));
  await change(rita, { name: "Rito" });
  await expect(confirmAndPerform(reinstating, admin, formOf(of(rita)), act)).rejects.toMatchObject({
    code: "conflict",
  });
  await confirmAndPerform(reinstating, admin, formOf(of(rita)));
  expect([await statusOf(rita), await statusOf(otto)]).toEqual(["active", "suspended"]);
});

it("overriding a directory takes a passkey over the override, which the dialog shows", async () => {
  const dora = await suspended("Dora");
  const { act } = await questionFor(reinstating, admin, formOf(of(dora)));
  await change(dora, { inactiveSince: workspace.time.now, inactiveBy: "scim:sct_x" });
  await expect(confirmAndPerform(reinstating, admin, formOf(of(dora)), act)).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await statusOf(dora)).toBe("suspended");
  const { question } = await questionFor(reinstating, admin, formOf(of(dora)));
  expect(question.condition).toBe("Your directory lists them as inactive. Reactivate anyway.");
  await confirmAndPerform(reinstating, admin, formOf(of(dora)));
  expect(await statusOf(dora)).toBe("active");
});
