import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { ScimClient } from "#app/api/scim/testing/scim-client";
import { ConnectedWorkspace } from "#app/api/sso/testing/connected-workspace";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { grantState, refund, refusal, voidReasons } from "#app/api/testing/requests";
import { type Asked, approveAnew, askWith, readApprovalState } from "#app/api/testing/requirements";
import { browse, type SignedInPerson } from "#app/api/testing/signed-in-person";
import { delegations } from "#db/schema/delegations";
import { setBackups } from "#lib/agents/set-backups";
import { addSeconds } from "#lib/kernel/clock";
import { changeRoles } from "#lib/membership/change-roles";
import { revokeDelegation } from "#lib/membership/end-delegations";
import { changeMembers } from "#lib/membership/groups/change-members";
import { deleteGroup } from "#lib/membership/groups/delete-group";
import { issueRecovery } from "#lib/membership/issue-recovery";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { reinstatePerson } from "#lib/membership/reinstate-person";
import type { Requirement } from "#lib/policy/language/requirement";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import { findRequestForViewer } from "#lib/requests/find-for-viewer";

// Invariants 8 and 17, over HTTP: two approvals are needed, Bo gives one, Bo's authority is taken away and
// given back.

const connected = await ConnectedWorkspace.open({
  groupClaim: "groups",
  groupRoles: "finance = approver",
});

const { workspace, admin, db } = connected;
const directory = await ScimClient.open(workspace, admin);
let count = 0;
let owner: SignedInPerson;
let bo: SignedInPerson;
let dana: SignedInPerson;
let agent: CallingAgent;
let group: string;
let delegation: string;

beforeEach(async () => {
  count += 1;
  // Limits on enrollments count per minute.
  workspace.time.now = new Date(workspace.time.now.getTime() + 61_000);
  owner = await workspace.person(`Olga${count}`, ["approver"], admin);
  bo = await workspace.person(`Bo${count}`, ["approver", "auditor"], admin);
  dana = await workspace.person(`Dana${count}`, ["approver"], admin);
  agent = await workspace.agent(admin, owner, [bo]);
  group = await workspace.rows.group([bo.viewer]);
  delegation = await workspace.rows.delegate(bo.viewer, dana.viewer);
});

const asAdmin = () => ({ actor: admin.viewer, now: workspace.time.now });
const ofBo = () => ({ ...asAdmin(), personId: bo.viewer.personId });
const boId = () => bo.viewer.personId;
const ownerOrBackups: Requirement = { approvals: 2, approvers: { kind: "owner_or_backups" } };
const ownerAndGroup = (): Requirement => ({ approvals: 2, approvers: { kind: "owner_and_group", group } });

const backups = (seenIds: string[], backupIds: string[]) =>
  setBackups(db, { ...asAdmin(), agentId: agent.id, seenIds, backupIds });

const members = (seenIds: string[], memberIds: string[]) =>
  changeMembers(db, { ...asAdmin(), groupId: group, seenIds, memberIds });

const active = (value: boolean) =>
  directory.patch(`/Users/${boId()}`, { op: "replace", path: "active", value });

const arriveWith = (...groups: string[]) =>
  connected.arrive(connected.account(`bo${count}`, { groups })).then(() => undefined);

interface Way {
  takes: () => Promise<unknown>;
  gives: () => Promise<unknown>;
  reason: string;
  requirement?: () => Requirement;
}

const inactive = "approver_inactive";

const ways: Record<string, Way> = {
  "a suspension": {
    takes: () => suspendPerson(db, ofBo()),
    gives: () => reinstatePerson(db, ofBo()),
    reason: inactive,
  },
  "the loss of the Approver role": {
    takes: () => changeRoles(db, { ...ofBo(), roles: ["auditor"] }),
    gives: () => changeRoles(db, { ...ofBo(), roles: ["approver", "auditor"] }),
    reason: inactive,
  },
  "a deactivation by SCIM": { takes: () => active(false), gives: () => active(true), reason: inactive },
  "the loss of a single sign-on group": {
    takes: async () => {
      await arriveWith("finance");
      await arriveWith();
    },
    gives: () => arriveWith("finance"),
    reason: inactive,
  },
  "a removal from the group": {
    takes: () => members([boId()], []),
    gives: () => members([], [boId()]),
    reason: "left_group",
    requirement: ownerAndGroup,
  },
  "a removal from the group by SCIM": {
    takes: async () => {
      await db.$client`update groups set source = 'scim' where id = ${group}`;
      await directory.patch(`/Groups/${group}`, { op: "remove", path: "members" });
    },
    gives: () =>
      directory.patch(`/Groups/${group}`, { op: "add", path: "members", value: [{ value: boId() }] }),
    reason: "left_group",
    requirement: ownerAndGroup,
  },
  "a SCIM PUT of the group without the member": {
    takes: async () => {
      await db.$client`update groups set source = 'scim' where id = ${group}`;
      const [row] = await db.$client`select name from groups where id = ${group}`;
      const put = { displayName: row?.name, members: [] };
      expect((await directory.call("PUT", `/Groups/${group}`, put)).status).toBe(200);
    },
    gives: () =>
      directory.patch(`/Groups/${group}`, { op: "add", path: "members", value: [{ value: boId() }] }),
    reason: "left_group",
    requirement: ownerAndGroup,
  },
  "a deletion of the group by SCIM": {
    takes: async () => {
      await db.$client`update groups set source = 'scim' where id = ${group}`;
      expect((await directory.call("DELETE", `/Groups/${group}`)).status).toBe(204);
    },
    gives: () => members([], [boId()]),
    reason: "left_group",
    requirement: ownerAndGroup,
  },
  "a removal as backup approver": {
    takes: () => backups([boId()], []),
    gives: () => backups([], [boId()]),
    reason: "backup_removed",
  },
};

/** An open grant that these people approved. */
async function grantedTo(people: SignedInPerson[], requirement?: () => Requirement) {
  const ask = await asked(requirement?.());
  for (const person of people) await approved(person, ask);
  const { grant } = (await (await agent.follow(ask.wait)).json()) as Asked;
  if (!grant) throw new Error("no grant");
  return { grant, requestId: ask.request.id };
}

/** The reason for each revoked grant of a request, and the person whose approval ended. */
async function revokedOn(requestId: string): Promise<[string, string][]> {
  const rows = await db.$client`
    select convert_from(body, 'UTF8')::json as body from audit_events where request_id = ${requestId} and type = 'grant.revoked'`;
  return rows.map(({ body }) => [body.data.reason, body.subject.person]);
}

const asked = (requirement = ownerOrBackups) => askWith(workspace, agent, [requirement]);
const approvalState = (ask: Asked) => readApprovalState(agent, ask);
const approved = (person: SignedInPerson, ask: Asked) => approveAnew(workspace, person, ask);
const voidedOn = ({ request }: Asked) => voidReasons(db, request.id);

test.each(Object.entries(ways))(
  "%s makes approvals void, also a delegate's, and revokes grants; restored authority restores none, and the approver decides again",
  async (_, { takes, gives, reason, requirement }) => {
    const { grant, requestId } = await grantedTo([bo, owner], requirement);
    const own = await asked(requirement?.());
    const delegated = await asked(requirement?.());
    expect(await approved(bo, own)).toBe("pending 1");
    expect(await approved(dana, delegated)).toBe("pending 1");
    await takes();
    expect(await refusal(agent.redeem(grant, refund()))).toEqual([403, "grant_revoked"]);
    expect(await revokedOn(requestId)).toEqual([[reason, boId()]]);
    expect(await approvalState(own)).toBe("pending 0");
    await gives();
    for (const ask of [own, delegated]) {
      expect(await approvalState(ask)).toBe("pending 0");
      expect(await approved(owner, ask)).toBe("pending 1");
      expect(await approved(bo, ask)).toBe("approved 2");
      expect(await voidedOn(ask)).toEqual([reason]);
    }
    const view = await findRequestForViewer(db, owner.viewer, own.request.id, workspace.time.now);
    expect(view.decisions.map(({ voided }) => voided?.reason)).toEqual([reason, undefined, undefined]);
  },
);

test("a revoked delegation makes the delegate's approval void, and a new delegation does not restore it", async () => {
  const request = await asked();
  expect(await approved(dana, request)).toBe("pending 1");
  await revokeDelegation(db, { actor: bo.viewer, delegationId: delegation, now: workspace.time.now });
  await workspace.rows.delegate(bo.viewer, dana.viewer);
  expect(await approved(owner, request)).toBe("pending 1");
  expect(await approved(dana, request)).toBe("approved 2");
  expect(await voidedOn(request)).toEqual(["delegation_ended"]);
});

test("a revoked delegation revokes the unredeemed grants that rest on the delegate's approval", async () => {
  const { grant, requestId } = await grantedTo([dana, owner]);
  await revokeDelegation(db, { actor: bo.viewer, delegationId: delegation, now: workspace.time.now });
  expect(await refusal(agent.redeem(grant, refund()))).toEqual([403, "grant_revoked"]);
  expect(await revokedOn(requestId)).toEqual([["delegation_ended", dana.viewer.personId]]);
});

test("a delegation that ends by time revokes no grant", async () => {
  const { grant } = await grantedTo([dana, owner]);
  const ended = addSeconds(workspace.time.now, 1);
  await db.update(delegations).set({ endsAt: ended }).where(eq(delegations.id, delegation));
  workspace.time.now = ended;
  expect(await refusal(agent.redeem(grant, refund()))).toEqual([200, "ok"]);
});

test("a deleted group revokes the unredeemed grants that rest on its members' approvals", async () => {
  const { grant, requestId } = await grantedTo([bo, owner], ownerAndGroup);
  const { version, ...live } = await versionInForce(db);
  const rules = live.rules.filter(({ approvers }) => !approvers || !("group" in approvers));
  await publishPolicy(db, { ...asAdmin(), rules, defaultOutcome: "step_up", expectedVersion: version });
  await deleteGroup(db, { ...asAdmin(), groupId: group });
  expect(await refusal(agent.redeem(grant, refund()))).toEqual([403, "grant_revoked"]);
  expect(await revokedOn(requestId)).toEqual([["left_group", boId()]]);
});

test.each(["group", "backups"] as const)(
  "a removal from the %s revokes no grant that does not rest on it",
  async (first) => {
    const byGroup = { approvals: 1, approvers: { kind: "group", group, ownerExcluded: false } } as const;
    const grants = { backups: await grantedTo([bo, owner]), group: await grantedTo([bo], () => byGroup) };
    const remove = { group: () => members([boId()], []), backups: () => backups([boId()], []) };
    const states = async () => [
      await grantState(db, grants.group.grant),
      await grantState(db, grants.backups.grant),
    ];
    await remove[first]();
    expect(await states()).toEqual(first === "group" ? ["revoked", "issued"] : ["issued", "revoked"]);
  },
);

test("of a removal and twenty redemptions at the same moment, the grant is redeemed before or revoked, never both", async () => {
  for (let round = 0; round < 3; round += 1) {
    const { grant } = await grantedTo([bo, owner]);
    const calls = Array.from({ length: 20 }, () => refusal(agent.redeem(grant, refund())));
    const [, ...answers] = await Promise.all([backups([boId()], []), ...calls]);
    const redeemed = answers.filter(([status]) => status === 200).length;
    expect([redeemed, await grantState(db, grant)]).toEqual(
      redeemed === 1 ? [1, "redeemed"] : [0, "revoked"],
    );
    await backups([], [boId()]);
  }
});

test.each([
  ["the group", () => members([boId()], []), ownerAndGroup],
  ["the backup approvers", () => backups([boId()], []), undefined],
])(
  "a last approval that commits while an earlier approver leaves %s gives no redeemable grant",
  async (_, takes, requirement) => {
    const ask = await asked(requirement?.());
    expect(await approved(bo, ask)).toBe("pending 1");
    await owner.signIn();
    const credential = await owner.sign(ask.request.id);
    await Promise.all([owner.post(`/api/requests/${ask.request.id}/approvals`, { credential }), takes()]);
    const open =
      await db.$client`select from grants where request_id = ${ask.request.id} and state = 'issued'`;
    expect(open).toHaveLength(0);
  },
);

test("a revoked delegation does not affect an approval that another delegation covers", async () => {
  await workspace.rows.delegate(bo.viewer, dana.viewer);
  const request = await asked();
  expect(await approved(dana, request)).toBe("pending 1");
  await revokeDelegation(db, { actor: bo.viewer, delegationId: delegation, now: workspace.time.now });
  expect(await approvalState(request)).toBe("pending 1");
});

test("after a recovery the person decides again with the new passkey", async () => {
  const request = await asked();
  expect(await approved(bo, request)).toBe("pending 1");
  const { token } = await issueRecovery(db, { ...ofBo(), oldPasskeys: "remove" });
  const options = await browse("/api/enrollments/options", { token });
  const created = bo.authenticator.create(
    ((await options.json()) as { options: Parameters<typeof bo.authenticator.create>[0] }).options,
  );
  expect((await browse("/api/enrollments", { token, credential: created })).status).toBe(201);
  expect(await approved(owner, request)).toBe("pending 1");
  expect(await approved(bo, request)).toBe("approved 2");
  expect(await voidedOn(request)).toEqual(["passkey_removed"]);
});

test("a removal from a group does not affect approvals that are not based on the group", async () => {
  const [asBackup, asMember] = [await asked(), await asked(ownerAndGroup())];
  for (const each of [asBackup, asMember]) expect(await approved(bo, each)).toBe("pending 1");
  await members([boId()], []);
  expect([await approvalState(asBackup), await approvalState(asMember)]).toEqual(["pending 1", "pending 0"]);
  const byGroup = await asked({ approvals: 2, approvers: { kind: "group", group, ownerExcluded: false } });
  await members([], [boId()]);
  expect(await approved(bo, byGroup)).toBe("pending 1");
  await backups([boId()], []);
  expect([await approvalState(asBackup), await approvalState(byGroup)]).toEqual(["pending 0", "pending 1"]);
});
