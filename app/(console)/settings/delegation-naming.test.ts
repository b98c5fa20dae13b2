import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { confirmAndPerform, expectRefusedForOthers, formOf, questionFor } from "#app/testing/confirming";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { people } from "#db/schema/directory";
import { addSeconds } from "#lib/kernel/clock";
import { listDelegations } from "#lib/membership/list-delegations";
import { naming } from "./delegation-naming.ts";

const { workspace, admin } = await RunningWorkspace.open();
const bo = await workspace.person("Bo", ["approver"], admin);
const cy = await workspace.person("Cy", ["approver"], admin);
const dee = await workspace.person("Dee", ["approver"], admin);

const after = (days: number) => addSeconds(workspace.time.now, days * 86_400).toISOString();
const fields = {
  personId: bo.viewer.personId,
  delegateId: cy.viewer.personId,
  startsAt: "",
  endsAt: after(3),
};

async function delegatesOf({ viewer }: SignedInPerson): Promise<string[]> {
  const { personId } = viewer;
  const found = await listDelegations(workspace.db, { viewer, personId, now: workspace.time.now });
  return found.map(({ delegate }) => delegate.name);
}

it("a session alone names no delegate, neither for the approver nor by an admin", async () => {
  const own = await questionFor(naming, bo, formOf(fields));
  expect(own.act).toMatch(new RegExp(`^delegation/name/${fields.personId}/${fields.delegateId}/[\\w-]{43}$`));
  expect(own.question.title).toBe("Add a delegate for yourself?");
  const { question } = await questionFor(naming, admin, formOf(fields));
  expect(question.title).toBe("Add a delegate for Bo?");
  expect(question.facts).toContainEqual({ label: "Delegate", value: "Cy (cy@example.com)" });
  expect(await delegatesOf(bo)).toEqual([]);
});

it("a passkey names exactly the delegate it confirms, for exactly the confirmed time, once", async () => {
  await expectRefusedForOthers(naming, bo, fields, [
    { delegateId: dee.viewer.personId },
    { endsAt: after(60) },
    { startsAt: after(1) },
  ]);
  const { act } = await questionFor(naming, bo, formOf(fields));
  await workspace.db.update(people).set({ name: "Cyd" }).where(eq(people.id, fields.delegateId));
  await expect(confirmAndPerform(naming, bo, formOf(fields), act)).rejects.toMatchObject({
    code: "conflict",
  });
  const form = formOf(fields);
  await confirmAndPerform(naming, bo, form);
  await expect(performConfirmed(naming, bo.viewer, form)).rejects.toMatchObject({
    code: "challenge_expired",
  });
  expect(await delegatesOf(bo)).toEqual(["Cyd"]);
});

it("an approver learns no name and no email of people who can't be named", async () => {
  const audrey = await workspace.person("Audrey", ["auditor"], admin);
  for (const people of [
    { personId: admin.viewer.personId },
    { personId: dee.viewer.personId },
    { delegateId: audrey.viewer.personId },
  ]) {
    const form = formOf({ ...fields, ...people });
    await expect(performConfirmed(naming, bo.viewer, form)).rejects.toMatchObject({
      code: expect.stringMatching(/^(not_found|invalid_input)$/),
    });
  }
});

it("a typed address names the delegate, and the act the passkey confirms contains the ID", async () => {
  const { act } = await questionFor(naming, bo, formOf({ ...fields, delegateId: "dee@example.com" }));
  expect(act).toContain(`/${dee.viewer.personId}/`);
});

it("an admin reads when the delegate takes effect without the person's confirmation, and if never", async () => {
  const self = await workspace.person("Self", ["approver"], admin, { isConfirmed: false });
  await workspace.person("Sue", ["admin"], admin);
  const effectOf = async (more: Partial<typeof fields>) => {
    const { facts, consequences } = (await questionFor(naming, admin, formOf({ ...fields, ...more })))
      .question;
    const at = facts?.find(({ label }) => label === "Takes effect")?.value;
    return [at instanceof Date ? at.toISOString() : at, consequences[2]];
  };
  const never = [undefined, "It takes effect only if Bo confirms it."];
  const sentence = "It takes effect at that time, or when Bo confirms it.";
  expect(await effectOf({})).toEqual([after(1), sentence]);
  expect(await effectOf({ startsAt: after(2) })).toEqual([after(2), sentence]);
  expect(await effectOf({ endsAt: after(1) })).toEqual(never);
  expect(await effectOf({ delegateId: self.viewer.personId })).toEqual(never);
});
