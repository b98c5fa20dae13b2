import { beforeEach, describe, expect, test } from "vitest";
import { agentBackups } from "#db/schema/agents";
import { workspace } from "#db/schema/directory";
import { registerTool } from "#lib/agents/keys/register-tool";
import { revokeTool } from "#lib/agents/keys/tools";
import { setBackups } from "#lib/agents/set-backups";
import { setLabels } from "#lib/agents/set-labels";
import { addSeconds } from "#lib/kernel/clock";
import { changeRoles } from "#lib/membership/change-roles";
import { changeMembers } from "#lib/membership/groups/change-members";
import { createGroup } from "#lib/membership/groups/create-group";
import { invitePerson } from "#lib/membership/invite-person";
import { issueRecovery } from "#lib/membership/issue-recovery";
import { nameDelegate } from "#lib/membership/name-delegate";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { addPerson, masterSecret } from "#lib/membership/testing/people";
import { now, openTwoAdminsWithAgent } from "./testing/two-admins.ts";

let two: Awaited<ReturnType<typeof openTwoAdminsWithAgent>>;

beforeEach(async () => {
  two = await openTwoAdminsWithAgent();
});

describe("where two admins are required, one is enough to", () => {
  const byAda = () => ({ actor: two.ada, now });

  test("set labels that no rule names, and labels that only block", async () => {
    await two.enforce({ outcome: "block", labels: ["frozen"] });
    expect(
      await setLabels(two.db, { ...byAda(), agentId: two.agentId, labels: ["frozen", "team:pay"] }),
    ).toBeUndefined();
    expect(await two.labels()).toEqual(["frozen", "team:pay"]);
  });

  test("remove a backup, a member, a role and a tool", async () => {
    const person = await two.approver();
    await two.db.insert(agentBackups).values({ agentId: two.agentId, personId: person.personId });
    await setBackups(two.db, { ...byAda(), agentId: two.agentId, seenIds: [person.personId], backupIds: [] });
    expect(await two.backups()).toBe(0);
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
    expect(await two.rolesOf(person)).toEqual(["auditor"]);
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
    const { personId: delegateId } = await two.approver();
    const own = {
      actor: two.owner,
      personId: two.owner.personId,
      delegateId,
      endsAt: addSeconds(now, 3600),
      now,
    };
    expect(await nameDelegate(two.db, own)).toHaveProperty("delegationId");
  });
});
