import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { confirmAndPerform, confirmedActs, formOf, questionFor } from "#app/testing/confirming";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { FormFault } from "#app/web/forms/run-action";
import { people } from "#db/schema/directory";
import { findPerson } from "#lib/membership/find-person";
import { listOffersTo } from "#lib/ownership/offers/list-offers";
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

it("a passkey confirms the new owners too: with another one, nothing is deactivated or offered", async () => {
  const fay = await workspace.person("Fay", ["approver"], admin);
  const [hao, ike] = [
    await workspace.person("Hao", ["approver"], admin),
    await workspace.person("Ike", ["approver"], admin),
  ];
  const { id } = await workspace.agent(admin, fay);
  const other = await workspace.agent(admin, fay);
  const to = ({ viewer }: SignedInPerson) =>
    formOf({ personId: fay.viewer.personId, [`owner:${id}`]: viewer.personId });
  const { act, question } = await questionFor(deactivation, admin, to(hao));
  expect(question.facts).toContainEqual({
    label: "New owners",
    value: expect.stringMatching(/: Hao \(.+@.+\)$/),
  });
  expect(question.consequences).toContain(
    "1 agent is offered to its new owner, and stays quarantined until accepted.",
  );
  expect(question.consequences).toContain(
    "1 agent stays without an owner and stays quarantined until an admin assigns one.",
  );
  const both = formOf({
    ...{ personId: fay.viewer.personId, [`owner:${id}`]: hao.viewer.personId },
    [`owner:${other.id}`]: hao.viewer.personId,
  });
  const { question: complete } = await questionFor(deactivation, admin, both);
  expect(complete.consequences.join()).not.toContain("without an owner");
  for (const changed of [to(ike), of(fay)])
    await expect(confirmAndPerform(deactivation, admin, changed, act)).rejects.toMatchObject({
      code: "conflict",
    });
  expect(await accessOf(fay)).toMatchObject({ status: "active" });
  expect(await listOffersTo(workspace.db, { viewer: hao.viewer, now: workspace.time.now })).toEqual([]);
  await confirmAndPerform(deactivation, admin, to(hao));
  expect(await accessOf(fay)).toMatchObject({ status: "left" });
  const offers = await listOffersTo(workspace.db, { viewer: hao.viewer, now: workspace.time.now });
  expect(offers.map(({ agent, offeredBy }) => [agent.id, offeredBy.id])).toEqual([
    [id, admin.viewer.personId],
  ]);
});

it("an invalid choice of a new owner is refused before anything is asked", async () => {
  const gus = await workspace.person("Gus", ["approver"], admin);
  const { personId } = gus.viewer;
  const { id } = await workspace.agent(admin, gus);
  const unknownOwner = formOf({ personId, [`owner:${id}`]: "Nobody Here" });
  await expect(questionFor(deactivation, admin, unknownOwner)).rejects.toThrow(FormFault);
  const noAgent = formOf({ personId, "owner:x": personId });
  await expect(questionFor(deactivation, admin, noAgent)).rejects.toMatchObject({ code: "invalid_input" });
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
