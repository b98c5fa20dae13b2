import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { agentBackups, agents } from "#db/schema/agents";
import { people, workspace } from "#db/schema/directory";
import { createAgent } from "#lib/agents/create-agent";
import { setLabels } from "#lib/agents/labels/set-labels";
import { setBackups } from "#lib/agents/set-backups";
import { registerTool } from "#lib/agents/tools/register-tool";
import { revokeTool } from "#lib/agents/tools/revoke-tool";
import { addSeconds } from "#lib/clock";
import { nameDelegate } from "#lib/delegations/name-delegate";
import { changeMembers } from "#lib/groups/change-members";
import { createGroup } from "#lib/groups/create-group";
import { changeRoles } from "#lib/membership/change-roles";
import { invitePerson } from "#lib/membership/invite-person";
import { issueRecovery } from "#lib/membership/issue-recovery";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { addPerson, masterSecret, type TestPerson } from "#lib/membership/testing/people";
import { now, openTwoAdmins } from "./testing/two-admins.ts";

let two: Awaited<ReturnType<typeof openTwoAdmins>>;
let owner: TestPerson;
let agentId: string;
const approver = () => addPerson(two.db, { roles: ["approver"], now });

beforeEach(async () => {
  two = await openTwoAdmins();
  owner = await approver();
  const bot = { actor: two.ada, name: "Refund bot", ownerId: owner.personId, now };
  ({ agentId } = await createAgent(two.db, bot));
});

const labels = async () => (await two.db.select().from(agents))[0]?.labels;
const backups = () => two.db.$count(agentBackups, eq(agentBackups.agentId, agentId));

const rolesOf = async ({ personId }: { personId: string }) =>
  (await two.db.select().from(people).where(eq(people.id, personId)))[0]?.roles;

describe("where two admins are required, one is enough to", () => {
  const byAda = () => ({ actor: two.ada, now });

  test("set labels that no rule names, and labels that only block", async () => {
    await two.enforce({ outcome: "block", labels: ["frozen"] });
    expect(await setLabels(two.db, { ...byAda(), agentId, labels: ["frozen", "team:pay"] })).toBeUndefined();
    expect(await labels()).toEqual(["frozen", "team:pay"]);
  });

  test("remove a backup, a member, a role and a tool", async () => {
    const person = await approver();
    await two.db.insert(agentBackups).values({ agentId, personId: person.personId });
    await setBackups(two.db, { ...byAda(), agentId, seenIds: [person.personId], backupIds: [] });
    expect(await backups()).toBe(0);
    const memberIds = [person.personId];
    const { groupId } = await createGroup(two.db, { ...byAda(), name: "Finance", memberIds });
    await two.enforce({
      outcome: "step_up",
      approvers: { kind: "group", group: groupId, ownerExcluded: false },
    });
    expect(
      await changeMembers(two.db, { ...byAda(), groupId, seenIds: memberIds, memberIds: [] }),
    ).toBeUndefined();
    await changeRoles(two.db, { ...byAda(), personId: person.personId, roles: ["auditor"] });
    expect(await rolesOf(person)).toEqual(["auditor"]);
    await suspendPerson(two.db, { ...byAda(), personId: person.personId });
  });

  test("revoke a tool", async () => {
    await two.db.update(workspace).set({ publishNeedsSecondAdmin: false });
    const tool = { name: "Pay", audience: "https://pay.example", key: "secret" as const, masterSecret };
    const { toolId } = await registerTool(two.db, { ...byAda(), ...tool });
    await two.db.update(workspace).set({ publishNeedsSecondAdmin: true });
    await revokeTool(two.db, { ...byAda(), toolId });
  });

  test("invite and recover an auditor", async () => {
    const roles = ["auditor" as const];
    const invitation = { name: "Dee", email: "dee@example.com", roles };
    expect(await invitePerson(two.db, { ...two.by(two.ada), ...invitation })).toHaveProperty("token");
    const { personId } = await addPerson(two.db, { roles, now });
    const recovery = { ...two.by(two.ada), personId, oldPasskeys: "keep" as const };
    expect(await issueRecovery(two.db, recovery)).toHaveProperty("token");
  });

  test("name their own delegate", async () => {
    const { personId: delegateId } = await approver();
    const own = { actor: owner, personId: owner.personId, delegateId, endsAt: addSeconds(now, 3600), now };
    expect(await nameDelegate(two.db, own)).toHaveProperty("delegationId");
  });
});
