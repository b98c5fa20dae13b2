import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { type TestPerson, Workspace } from "#app/api/testing/workspace";
import { people } from "#db/schema/directory";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { reinstateConfirmed } from "./reinstate-confirmed.ts";
import { reinstatementAct } from "./reinstatement-act.ts";

const { workspace, admin } = await Workspace.open();

async function suspended(name: string): Promise<{ person: TestPerson; form: FormData }> {
  const person = await workspace.person(name, ["approver"], admin);
  const { personId } = person.viewer;
  await suspendPerson(workspace.db, { actor: admin.viewer, personId, now: workspace.time.now });
  const form = new FormData();
  form.set("personId", personId);
  return { person, form };
}

async function statusOf({ viewer }: TestPerson): Promise<string | undefined> {
  const [row] = await workspace.db.select().from(people).where(eq(people.id, viewer.personId));
  return row?.status;
}

it("an admin's session alone reactivates no one", async () => {
  const { person, form } = await suspended("Sam");
  await expect(reinstateConfirmed(admin.viewer, form)).rejects.toMatchObject({ code: "passkey_refused" });
  expect(await statusOf(person)).toBe("suspended");
});

it("an admin's passkey reactivates only the person it confirms, under the name shown", async () => {
  const { person, form } = await suspended("Rita");
  const { person: otherPerson } = await suspended("Otto");
  const named = ({ viewer }: TestPerson, name: string) => reinstatementAct({ id: viewer.personId, name });
  for (const wrong of [await named(otherPerson, "Otto"), await named(person, "Rito")]) {
    await admin.confirmForm(form, wrong);
    await expect(reinstateConfirmed(admin.viewer, form)).rejects.toMatchObject({ code: "conflict" });
    form.delete("confirmedAct");
    await expect(reinstateConfirmed(admin.viewer, form)).rejects.toMatchObject({ code: "challenge_expired" });
  }
  await admin.confirmForm(form, await named(person, "Rita"));
  await reinstateConfirmed(admin.viewer, form);
  expect([await statusOf(person), await statusOf(otherPerson)]).toEqual(["active", "suspended"]);
});

it("overriding a directory takes a passkey over the override, and a checkbox added afterwards is not enough", async () => {
  const { person, form } = await suspended("Dora");
  const personId = person.viewer.personId;
  const called = { inactiveSince: workspace.time.now, inactiveBy: "scim:sct_x" };
  await workspace.db.update(people).set(called).where(eq(people.id, personId));
  const whom = { id: personId, name: "Dora" };
  await admin.confirmForm(form, await reinstatementAct(whom));
  await expect(reinstateConfirmed(admin.viewer, form)).rejects.toMatchObject({
    userMessage: expect.stringContaining("Your directory lists this person as inactive"),
  });
  await admin.confirmForm(form, await reinstatementAct(whom));
  form.delete("confirmedAct");
  form.set("againstDirectory", "yes");
  await expect(reinstateConfirmed(admin.viewer, form)).rejects.toMatchObject({ code: "challenge_expired" });
  expect(await statusOf(person)).toBe("suspended");
  await admin.confirmForm(form, await reinstatementAct(whom, true));
  await reinstateConfirmed(admin.viewer, form);
  expect(await statusOf(person)).toBe("active");
});
