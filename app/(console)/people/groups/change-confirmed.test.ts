import { expect, it } from "vitest";
import { type TestPerson, Workspace } from "#app/api/testing/workspace";
import { createGroup } from "#lib/groups/create-group";
import { findGroup, listGroupViews } from "#lib/groups/find-group";
import { renameGroup } from "#lib/groups/rename-group";
import { changeConfirmed, createConfirmed } from "./change-confirmed.ts";
import { additionAct, creationAct } from "./group-acts.ts";

const { workspace, admin } = await Workspace.open();
const actor = admin.viewer;
const bo = await workspace.person("Bo", ["approver"], admin);
const cy = await workspace.person("Cy", ["approver"], admin);
const named = (...people: TestPerson[]) =>
  people.map(({ viewer }) => ({ id: viewer.personId, name: viewer.name }));

async function groupOf(name: string, ...members: TestPerson[]) {
  const memberIds = members.map(({ viewer }) => viewer.personId);
  const { groupId } = await createGroup(workspace.db, { actor, name, memberIds, now: workspace.time.now });
  return { id: groupId, name };
}

function formOf(groupId: string, seen: TestPerson[], wanted: TestPerson[]): FormData {
  const form = new FormData();
  form.set("groupId", groupId);
  for (const { viewer } of seen) form.append("seenIds", viewer.personId);
  for (const { viewer } of wanted) form.append("memberIds", viewer.personId);
  return form;
}

const membersOf = async (groupId: string) =>
  (await findGroup(workspace.db, { viewer: actor, groupId })).members.map(({ name }) => name);

it("an admin's session alone adds no one to a group, but removes people", async () => {
  const group = await groupOf("Treasury", bo);
  for (const wanted of [[bo, cy], [cy]]) {
    const adding = changeConfirmed(actor, formOf(group.id, [bo], wanted));
    await expect(adding).rejects.toMatchObject({ code: "passkey_refused" });
  }
  // A person listed in the form as an earlier member doesn't become one.
  await expect(changeConfirmed(actor, formOf(group.id, [bo, cy], [bo, cy]))).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await membersOf(group.id)).toEqual(["Bo"]);
  await changeConfirmed(actor, formOf(group.id, [bo], []));
  expect(await membersOf(group.id)).toEqual([]);
});

it("an admin's passkey adds exactly the people it confirms to a group, once", async () => {
  const group = await groupOf("Finance");
  const act = async (...people: TestPerson[]) =>
    (await additionAct(group, named(...people))) ?? "passkey/add";
  for (const confirmed of [await act(cy), await act(bo, cy)]) {
    const form = formOf(group.id, [], [bo]);
    await admin.confirmForm(form, confirmed);
    form.delete("confirmedAct");
    await expect(changeConfirmed(actor, form)).rejects.toMatchObject({ code: "challenge_expired" });
  }
  const form = formOf(group.id, [], [bo]);
  await admin.confirmForm(form, await act(bo));
  await changeConfirmed(actor, form);
  await changeConfirmed(actor, formOf(group.id, [bo], []));
  await expect(changeConfirmed(actor, form)).rejects.toMatchObject({ code: "challenge_expired" });
  expect(await membersOf(group.id)).toEqual([]);
});

it("a person whose name differs from the name shown is not added to the group", async () => {
  const group = await groupOf("Interns");
  const form = formOf(group.id, [], [bo]);
  await admin.confirmForm(form, (await additionAct(group, named(bo))) ?? "passkey/add");
  await renameGroup(workspace.db, { actor, groupId: group.id, name: "Board", now: workspace.time.now });
  await expect(changeConfirmed(actor, form)).rejects.toMatchObject({
    code: "conflict",
    userMessage: expect.stringContaining("omething changed since you opened this page"),
  });
  expect(await membersOf(group.id)).toEqual([]);
});

it("a session alone creates an empty group, and a passkey a group with the members it confirms", async () => {
  const form = new FormData();
  form.set("name", "Empty");
  await createConfirmed(actor, form);
  form.set("name", "Full");
  form.append("memberIds", cy.viewer.personId);
  await expect(createConfirmed(actor, form)).rejects.toMatchObject({ code: "passkey_refused" });
  await admin.confirmForm(form, (await creationAct("Full", named(cy))) ?? "passkey/add");
  const { groupId } = await createConfirmed(actor, form);
  expect(await membersOf(groupId)).toEqual(["Cy"]);
  const names = (await listGroupViews(workspace.db, { viewer: actor })).map(({ name }) => name);
  expect(names.filter((name) => ["Empty", "Full"].includes(name))).toEqual(["Empty", "Full"]);
});
