import { beforeEach, describe, expect, test } from "vitest";
import { agents } from "#db/schema/agents";
import { policyDraft } from "#db/schema/policy";
import { expectWaiting } from "#db/testing/expect-waiting";
import { createAgent } from "#lib/agents/create-agent";
import { setLabels } from "#lib/agents/set-labels";
import { changeMembers } from "#lib/membership/groups/change-members";
import { createGroup } from "#lib/membership/groups/create-group";
import { deleteGroup } from "#lib/membership/groups/delete-group";
import { findGroup } from "#lib/membership/groups/find-group";
import { addPerson, type TestPerson } from "#lib/membership/testing/people";
import { readDraft } from "#lib/policy/drafts/draft";
import { saveRule } from "#lib/policy/drafts/draft-rules";
import { type Rule, ruleSchema } from "#lib/policy/language/rule";
import { now, openTwoAdmins } from "./testing/two-admins.ts";

let two: Awaited<ReturnType<typeof openTwoAdmins>>;
let owner: TestPerson;
let member: TestPerson;
let agentId: string;
let groupId: string;

beforeEach(async () => {
  two = await openTwoAdmins();
  owner = await addPerson(two.db, { roles: ["approver"], now });
  member = await addPerson(two.db, { roles: ["approver"], now });
  const bot = { actor: two.ada, name: "Refund bot", ownerId: owner.personId, now };
  ({ agentId } = await createAgent(two.db, bot));
  const memberIds = [owner.personId];
  ({ groupId } = await createGroup(two.db, { actor: two.ada, name: "Finance", memberIds, now }));
  await saveRule(two.db, { actor: two.ada, rule: ruleOf({ outcome: "block" }), revision: 0, now });
});

const ruleOf = (more: Partial<Rule>) =>
  ruleSchema.parse({ id: "drafted", title: "Drafted", actions: ["*"], ...more });
const namesLabel = () => ruleOf({ outcome: "allow", labels: ["soon"] });
const namesGroup = () =>
  ruleOf({ outcome: "step_up", approvers: { kind: "group", group: groupId, ownerExcluded: false } });
const label = (...labels: string[]) => setLabels(two.db, { ...two.by(two.ada), agentId, labels });
const members = (...memberIds: string[]) =>
  changeMembers(two.db, { ...two.by(two.ada), groupId, seenIds: [owner.personId], memberIds });
const labels = async () => (await two.db.select().from(agents))[0]?.labels;
const memberCount = async () => (await findGroup(two.db, { viewer: two.ada, groupId })).members.length;
const proposed = { proposalId: expect.stringMatching(/^prp_/) };

/** Runs a change while another transaction has saved a rule to the draft without committing yet. */
async function whileSaving<T>(rule: Rule, change: () => Promise<T>): Promise<T> {
  const { rules } = await readDraft(two.db);
  let changing: Promise<T> | undefined;
  await two.db.transaction(async (tx) => {
    await tx.update(policyDraft).set({ rules: [...rules, { ...rule, id: "saved" }], revision: 2 });
    changing = change();
    await expectWaiting(two.db, 1);
  });
  return changing as Promise<T>;
}

describe("a rule that is saved to the draft at the moment of the change", () => {
  test("requires two admins for a change of its labels", async () => {
    expect(await whileSaving(namesLabel(), () => label("soon"))).toEqual(proposed);
    expect(await labels()).toEqual([]);
  });

  test("requires two admins for an addition to its group", async () => {
    const add = () => members(owner.personId, member.personId);
    expect(await whileSaving(namesGroup(), add)).toEqual(proposed);
    expect(await memberCount()).toBe(1);
  });
});

describe("with an unreadable draft", () => {
  beforeEach(async () => {
    await two.db.update(policyDraft).set({ rules: [{ id: "half" }] });
  });

  test("a change of labels is proposed, and made when a second admin confirms it", async () => {
    expect(await label("any")).toEqual(proposed);
    await two.confirm(two.bo, await two.open());
    expect(await labels()).toEqual(["any"]);
    expect(await label("any")).toBeUndefined();
  });

  test("an addition to a group is proposed, and made when a second admin confirms it", async () => {
    expect(await members(owner.personId, member.personId)).toEqual(proposed);
    await two.confirm(two.bo, await two.open());
    expect(await memberCount()).toBe(2);
  });

  test("one admin alone can remove a group member", async () => {
    expect(await members()).toBeUndefined();
    expect(await memberCount()).toBe(0);
  });

  test("a group is not deleted, and the message says what to do", async () => {
    await expect(deleteGroup(two.db, { actor: two.ada, groupId, now })).rejects.toMatchObject({
      code: "conflict",
      userMessage: expect.stringContaining("Discard the draft under Policy"),
    });
  });
});
