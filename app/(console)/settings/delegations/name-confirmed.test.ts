import { expect, it } from "vitest";
import { type TestPerson, Workspace } from "#app/api/testing/workspace";
import { addSeconds } from "#lib/clock";
import { listDelegations } from "#lib/delegations/list-delegations";
import { delegationAct } from "./delegation-act.ts";
import { nameConfirmed } from "./name-confirmed.ts";

const { workspace, admin } = await Workspace.open();
const bo = await workspace.person("Bo", ["approver"], admin);
const cy = await workspace.person("Cy", ["approver"], admin);
const dee = await workspace.person("Dee", ["approver"], admin);
const names = new Map([bo, cy, dee].map(({ viewer }) => [viewer.personId, viewer.name]));

function formOf(person: TestPerson, delegate: TestPerson, days = 3): FormData {
  const form = new FormData();
  form.set("personId", person.viewer.personId);
  form.set("delegateId", delegate.viewer.personId);
  form.set("startsAt", "");
  form.set("endsAt", addSeconds(workspace.time.now, days * 86_400).toISOString());
  return form;
}

async function delegatesOf({ viewer }: TestPerson): Promise<string[]> {
  const { personId } = viewer;
  const found = await listDelegations(workspace.db, { viewer, personId, now: workspace.time.now });
  return found.map(({ delegate }) => delegate.name);
}

it("a session alone names no delegate, neither for the approver nor by an admin", async () => {
  for (const { viewer } of [bo, admin])
    await expect(nameConfirmed(viewer, formOf(bo, cy))).rejects.toMatchObject({ code: "passkey_refused" });
  expect(await delegatesOf(bo)).toEqual([]);
});

it("a passkey names exactly the delegate it confirms, for exactly the confirmed time, once", async () => {
  const others = [
    await delegationAct(formOf(bo, dee), names),
    await delegationAct(formOf(bo, cy, 60), names),
    await delegationAct(formOf(bo, cy), new Map([...names, [cy.viewer.personId, "Cyd"]])),
  ];
  for (const other of others) {
    const form = formOf(bo, cy);
    await bo.confirmForm(form, other);
    form.delete("confirmedAct");
    await expect(nameConfirmed(bo.viewer, form)).rejects.toMatchObject({ code: "challenge_expired" });
  }
  const form = formOf(bo, cy);
  await bo.confirmForm(form, await delegationAct(form, names));
  await nameConfirmed(bo.viewer, form);
  await expect(nameConfirmed(bo.viewer, form)).rejects.toMatchObject({ code: "challenge_expired" });
  expect(await delegatesOf(bo)).toEqual(["Cy"]);
});
