import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { confirmAndPerform, expectRefusedForOthers, formOf, questionFor } from "#app/testing/confirming";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { createGroup } from "#lib/membership/groups/create-group";
import { findGroup, listGroupViews } from "#lib/membership/groups/find-group";
import { renameGroup } from "#lib/membership/groups/rename-group";
import { groupCreation, membersChange } from "./group-acts.ts";

const { workspace, admin } = await RunningWorkspace.open();
const actor = admin.viewer;
const bo = await workspace.person("Bo", ["approver"], admin);
const cy = await workspace.person("Cy", ["approver"], admin);
const ids = (people: SignedInPerson[]) => people.map(({ viewer }) => viewer.personId);

async function groupOf(name: string, ...members: SignedInPerson[]) {
  const memberIds = members.map(({ viewer }) => viewer.personId);
  const { groupId } = await createGroup(workspace.db, { actor, name, memberIds, now: workspace.time.now });
  return { id: groupId, name };
}

const of = (groupId: string, seen: SignedInPerson[], wanted: SignedInPerson[]) => ({
  ...{ groupId, seenIds: ids(seen), memberIds: ids(wanted) },
});

const membersOf = async (groupId: string) =>
  (await findGroup(workspace.db, { viewer: actor, groupId })).members.map(({ name }) => name);

it("an admin's session alone adds no one to a group, but removes people", async () => {
  const group = await groupOf("Treasury", bo);
  for (const wanted of [[bo, cy], [cy]]) {
    const { act, question } = await questionFor(membersChange, admin, formOf(of(group.id, [bo], wanted)));
    expect(act).toMatch(new RegExp(`^group/add/${group.id}/[\\w-]{43}$`));
    expect(question.facts).toContainEqual({ label: "Add", value: "Cy (cy@example.com)" });
    expect(question.consequences.some((each) => each.includes("are revoked"))).toBe(!wanted.includes(bo));
  }
  // A person listed in the form as an earlier member doesn't become one.
  const claimed = formOf(of(group.id, [bo, cy], [bo, cy]));
  await expect(performConfirmed(membersChange, actor, claimed)).rejects.toMatchObject({ code: "conflict" });
  expect(await membersOf(group.id)).toEqual(["Bo"]);
  await performConfirmed(membersChange, actor, formOf(of(group.id, [bo], [])));
  expect(await membersOf(group.id)).toEqual([]);
});

it("an admin's passkey adds exactly the people it confirms to a group, once", async () => {
  const group = await groupOf("Finance");
  const fields = of(group.id, [], [bo]);
  await expectRefusedForOthers(membersChange, admin, fields, [
    { memberIds: ids([cy]) },
    { memberIds: ids([bo, cy]) },
  ]);
  const form = formOf(fields);
  await confirmAndPerform(membersChange, admin, form);
  await performConfirmed(membersChange, actor, formOf(of(group.id, [bo], [])));
  await expect(performConfirmed(membersChange, actor, form)).rejects.toMatchObject({
    code: "challenge_expired",
  });
  expect(await membersOf(group.id)).toEqual([]);
});

it("no one is added to a group whose name differs from the name shown", async () => {
  const group = await groupOf("Interns");
  const form = formOf(of(group.id, [], [bo]));
  const { act } = await questionFor(membersChange, admin, form);
  await renameGroup(workspace.db, { actor, groupId: group.id, name: "Board", now: workspace.time.now });
  await expect(confirmAndPerform(membersChange, admin, form, act)).rejects.toMatchObject({
    code: "conflict",
    userMessage: expect.stringContaining("omething changed since you opened this page"),
  });
  expect(await membersOf(group.id)).toEqual([]);
});

it("a session alone creates an empty group, and a passkey a group with the members it confirms", async () => {
  await performConfirmed(groupCreation, actor, formOf({ name: "Empty" }));
  const full = { name: "Full", memberIds: ids([cy]) };
  const { act } = await questionFor(groupCreation, admin, formOf(full));
  expect(act).toMatch(/^group\/create\/[\w-]{43}$/);
  await expectRefusedForOthers(groupCreation, admin, full, [{ name: "Fuller" }, { memberIds: ids([bo]) }]);
  const { groupId } = await confirmAndPerform(groupCreation, admin, formOf(full));
  expect(await membersOf(groupId)).toEqual(["Cy"]);
  const names = (await listGroupViews(workspace.db, { viewer: actor })).map(({ name }) => name);
  expect(names.filter((name) => ["Empty", "Full"].includes(name))).toEqual(["Empty", "Full"]);
});
