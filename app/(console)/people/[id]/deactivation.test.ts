import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { confirmAndPerform, confirmedActs, formOf, questionFor } from "#app/testing/confirming";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { people } from "#db/schema/directory";
import { findPerson } from "#lib/membership/find-person";
import { deactivation } from "./deactivation.ts";

const { workspace, admin } = await RunningWorkspace.open();
const of = ({ viewer }: SignedInPerson) => formOf({ personId: viewer.personId });

async function accessOf({ viewer }: SignedInPerson) {
  const found = { viewer: admin.viewer, personId: viewer.personId, now: workspace.time.now };
  const { status, passkeyCount } = await findPerson(workspace.db, found);
  return { status, passkeyCount };
}

it("a session alone deactivates no one, and gets the consequences to confirm", async () => {
  const bo = await workspace.person("Bo", ["approver"], admin);
  const { act, question } = await questionFor(deactivation, admin, of(bo));
  expect(act).toMatch(new RegExp(`^people/deactivate/${bo.viewer.personId}/[\\w-]{43}$`));
  expect(question).toMatchObject({ title: "Deactivate Bo?", confirm: "Deactivate person" });
  expect(question.consequences).toContain("They're signed out of 1 session.");
  expect(await accessOf(bo)).toEqual({ status: "active", passkeyCount: 1 });
});

it("a passkey deactivates only the person it confirms, once", async () => {
  const cy = await workspace.person("Cy", ["approver"], admin);
  const dee = await workspace.person("Dee", ["approver"], admin);
  const { act } = await questionFor(deactivation, admin, of(cy));
  await expect(confirmAndPerform(deactivation, admin, of(dee), act)).rejects.toMatchObject({
    code: "conflict",
  });
  const hidden = of(dee);
  await admin.confirmForm(hidden, act);
  hidden.delete("confirmedAct");
  await expect(performConfirmed(deactivation, admin.viewer, hidden)).rejects.toMatchObject({
    code: "challenge_expired",
  });
  expect(await accessOf(dee)).toEqual({ status: "active", passkeyCount: 1 });
  await confirmAndPerform(deactivation, admin, of(cy));
  expect(await accessOf(cy)).toEqual({ status: "left", passkeyCount: 0 });
  expect((await confirmedActs(workspace.db)).at(-1)).toBe(act);
  await expect(confirmAndPerform(deactivation, admin, of(cy))).rejects.toMatchObject({ code: "conflict" });
});

it("a passkey that confirmed the deactivation of a person under another name deactivates no one", async () => {
  const eve = await workspace.person("Eve", ["approver"], admin);
  const { act } = await questionFor(deactivation, admin, of(eve));
  await workspace.db.update(people).set({ name: "Eva" }).where(eq(people.id, eve.viewer.personId));
  await expect(confirmAndPerform(deactivation, admin, of(eve), act)).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await accessOf(eve)).toMatchObject({ status: "active" });
});
