import { describe, expect, test } from "vitest";
import { deactivatePerson } from "#lib/membership/offboarding/deactivate-person";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { addPerson, type TestPerson } from "#lib/membership/testing/people";
import { discardDraft } from "#lib/policy/drafts/discard-draft";
import { readDraft } from "#lib/policy/drafts/draft";
import { saveRule } from "#lib/policy/drafts/draft-rules";
import { rule } from "#lib/policy/testing/judge";
import { TestWorkspace } from "#lib/testing/workspace";
import { changeMembers } from "./change-members.ts";
import { createGroup } from "./create-group.ts";
import { deleteGroup } from "./delete-group.ts";
import { findGroup, listGroupViews, listOwnGroups } from "./find-group.ts";
import { renameGroup } from "./rename-group.ts";

const now = new Date("2026-11-24T10:00:00Z");
const workspace = await TestWorkspace.open();
const { db } = workspace;
let names = 0;

const admin = await addPerson(db, { roles: ["admin"], now });
const cy = await addPerson(db, { roles: ["approver"], now });
const dee = await addPerson(db, { roles: ["approver"], now });

async function newGroup(...members: TestPerson[]): Promise<string> {
  names += 1;
  const memberIds = members.map(({ personId }) => personId);
  return (await createGroup(db, { actor: admin, name: `Group ${names}`, memberIds, now })).groupId;
}

const membersOf = async (groupId: string) =>
  (await findGroup(db, { viewer: admin, groupId })).members.map(({ id, isActive }) => [id, isActive]);

async function eventsOf(groupId: string): Promise<string[]> {
  const rows = await db.$client`select type, body from audit_events order by id`;
  return rows.filter(({ body }) => Buffer.from(body).includes(groupId)).map(({ type }) => type);
}

test("an admin creates, renames, fills and deletes a group, and each change is recorded", async () => {
  const groupId = await newGroup(cy);
  await renameGroup(db, { actor: admin, groupId, name: "Finance", now });
  await changeMembers(db, { actor: admin, groupId, seenIds: [cy.personId], memberIds: [dee.personId], now });
  expect(await findGroup(db, { viewer: admin, groupId })).toMatchObject({
    name: "Finance",
    members: [{ id: dee.personId, isActive: true }],
  });
  expect(await listOwnGroups(db, dee.personId)).toEqual(["Finance"]);
  expect(await listOwnGroups(db, cy.personId)).toEqual([]);
  await deleteGroup(db, { actor: admin, groupId, now });
  await expect(findGroup(db, { viewer: admin, groupId })).rejects.toMatchObject({ code: "not_found" });
  expect((await eventsOf(groupId)).sort()).toEqual([
    "group.created",
    "group.deleted",
    "group.members_changed",
    "group.renamed",
  ]);
});

test("invariant 14: only an admin changes a group, and only admins and auditors see groups", async () => {
  const groupId = await newGroup(cy);
  const auditor = await addPerson(db, { roles: ["auditor"], now });
  for (const actor of [cy, auditor]) {
    const refused = { code: "not_found" };
    await expect(createGroup(db, { actor, name: "Mine", memberIds: [], now })).rejects.toMatchObject(refused);
    await expect(renameGroup(db, { actor, groupId, name: "Mine", now })).rejects.toMatchObject(refused);
    const emptying = { actor, groupId, seenIds: [cy.personId], memberIds: [], now };
    await expect(changeMembers(db, emptying)).rejects.toMatchObject(refused);
    await expect(deleteGroup(db, { actor, groupId, now })).rejects.toMatchObject(refused);
  }
  await expect(listGroupViews(db, { viewer: cy })).rejects.toMatchObject({ code: "not_found" });
  expect(await listGroupViews(db, { viewer: auditor })).not.toHaveLength(0);
});

test("two groups never have the same name in any case, even when created at the same moment", async () => {
  const made = await Promise.allSettled(
    ["Twins", "twins", "TWINS"].map((name) => createGroup(db, { actor: admin, name, memberIds: [], now })),
  );
  expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const result of made)
    if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "conflict" });
  const groupId = await newGroup();
  await expect(renameGroup(db, { actor: admin, groupId, name: "tWins", now })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("only active approvers can be added to a group", async () => {
  const clerk = await addPerson(db, { roles: ["auditor"], now });
  const gone = await addPerson(db, { roles: ["approver"], status: "suspended", now });
  const groupId = await newGroup(cy);
  for (const { personId } of [clerk, gone]) {
    const change = { actor: admin, groupId, seenIds: [cy.personId], memberIds: [cy.personId, personId], now };
    await expect(changeMembers(db, change)).rejects.toMatchObject({ code: "invalid_input" });
  }
  expect(await membersOf(groupId)).toEqual([[cy.personId, true]]);
});

test("a page that was opened earlier does not restore a member removed since", async () => {
  const groupId = await newGroup(cy, dee);
  const seenIds = [dee.personId, cy.personId];
  await changeMembers(db, { actor: admin, groupId, seenIds, memberIds: [cy.personId], now });
  const stale = { actor: admin, groupId, seenIds, memberIds: seenIds, now };
  await expect(changeMembers(db, stale)).rejects.toMatchObject({ code: "conflict" });
  expect(await membersOf(groupId)).toEqual([[cy.personId, true]]);
});

test("a suspended member stays but does not count; a person who leaves is removed permanently", async () => {
  const [ill, gone] = [
    await addPerson(db, { roles: ["approver"], now }),
    await addPerson(db, { roles: ["approver"], now }),
  ];
  const groupId = await newGroup(ill, gone);
  await suspendPerson(db, { actor: admin, personId: ill.personId, now });
  await deactivatePerson(db, { actor: admin, personId: gone.personId, now });
  expect(await membersOf(groupId)).toEqual([[ill.personId, false]]);
  expect(await eventsOf(groupId)).toContain("group.members_changed");
});

describe("a group in use is not deleted", () => {
  const asking = (groupId: string) =>
    rule({
      outcome: "step_up",
      title: "Ask finance",
      approvers: { kind: "group", group: groupId, ownerExcluded: false },
    });

  test("while a rule of the draft names it", async () => {
    const groupId = await newGroup(cy);
    const { revision } = await readDraft(db);
    await saveRule(db, { actor: admin, rule: asking(groupId), revision, now });
    expect(await findGroup(db, { viewer: admin, groupId })).toMatchObject({ rules: ["Ask finance"] });
    await expect(deleteGroup(db, { actor: admin, groupId, now })).rejects.toMatchObject({ code: "conflict" });
    await discardDraft(db, { actor: admin, revision: revision + 1, now });
    await deleteGroup(db, { actor: admin, groupId, now });
  });

  test("while a pending request needs it", async () => {
    const groupId = await newGroup(cy);
    const agent = await workspace.agent("Bot", cy);
    const id = await workspace.request(agent, {
      requirements: [{ approvals: 1, approvers: { kind: "group", group: groupId, ownerExcluded: false } }],
    });
    await expect(deleteGroup(db, { actor: admin, groupId, now })).rejects.toMatchObject({ code: "conflict" });
    await db.$client`update requests set state = 'cancelled' where id = ${id}`;
    await deleteGroup(db, { actor: admin, groupId, now });
  });
});
