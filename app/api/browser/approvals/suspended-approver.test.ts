import { and, eq, inArray } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { agentBackups } from "#db/schema/agents";
import { grants } from "#db/schema/grants";
import { changeRoles } from "#lib/membership/change-roles";
import { deactivatePerson } from "#lib/membership/offboarding/deactivate-person";
import { foreseeOffboarding } from "#lib/membership/offboarding/foresee-offboarding";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";

const { workspace, admin } = await RunningWorkspace.open();
let people = 0;
let owner: SignedInPerson;
let backup: SignedInPerson;
let agent: CallingAgent;

beforeEach(async () => {
  people += 1;
  // So many people do not arrive within one minute.
  workspace.time.now = new Date(workspace.time.now.getTime() + 61_000);
  owner = await workspace.person(`Olga ${people}`, ["approver"], admin);
  backup = await workspace.person(`Bo ${people}`, ["approver", "auditor"], admin);
  agent = await workspace.agent(admin, owner, [backup]);
});

interface Asked {
  request: { id: string };
  wait: { url: string; token: string };
}

/** A request that needs `approvals` approvals. */
async function asked(approvals = 1): Promise<Asked> {
  const answer = (await (await agent.ask({ action: refund() })).json()) as Asked;
  if (approvals > 1)
    await workspace.db
      .$client`update requests set approvals_required = ${approvals} where id = ${answer.request.id}`;
  return answer;
}

async function approvedBy(person: SignedInPerson): Promise<{ wait: Asked["wait"]; grant: string }> {
  const { request, wait } = await asked();
  expect((await person.approve(request.id)).status).toBe(201);
  const { grant } = (await (await agent.follow(wait)).json()) as { grant: string };
  return { wait, grant };
}

async function grantOf(requestId: string): Promise<string | undefined> {
  const [row] = await workspace.db.select().from(grants).where(eq(grants.requestId, requestId));
  return row?.state;
}

const idOf = ({ viewer }: SignedInPerson) => viewer.personId;
const ended = () => ({ db: workspace.db, actor: admin.viewer, now: workspace.time.now });
const endings = {
  "is suspended": (personId: string) => suspendPerson(workspace.db, { ...ended(), personId }),
  leaves: (personId: string) => deactivatePerson(workspace.db, { ...ended(), personId }),
  "stops being an approver": (personId: string) =>
    changeRoles(workspace.db, { ...ended(), personId, roles: ["auditor"] }),
};

test.each(Object.entries(endings))(
  "a grant that a backup approved cannot be redeemed once the backup %s (invariant 8), and the waiting agent is notified",
  async (_, end) => {
    const { wait, grant } = await approvedBy(backup);
    const read = { actor: admin.viewer, personId: idOf(backup), now: workspace.time.now };
    expect(await foreseeOffboarding(workspace.db, read)).toMatchObject({ openGrants: 0, approvedGrants: 1 });
    await end(idOf(backup));
    expect(await foreseeOffboarding(workspace.db, read)).toMatchObject({ approvedGrants: 0 });
    expect(await codeOf(await agent.redeem(grant, refund()))).toBe("grant_revoked");
    expect(await (await agent.follow(wait)).json()).not.toHaveProperty("grant");
    // The agent continues: its owner is active.
    const again = await approvedBy(owner);
    expect((await agent.redeem(again.grant, refund())).status).toBe(200);
  },
);

test("a grant that another person approved stays valid when the backup approver is suspended", async () => {
  const { grant } = await approvedBy(owner);
  await suspendPerson(workspace.db, { ...ended(), personId: idOf(backup) });
  expect((await agent.redeem(grant, refund())).status).toBe(200);
});

test("a grant that was redeemed before stays redeemed", async () => {
  const { grant } = await approvedBy(backup);
  expect((await agent.redeem(grant, refund())).status).toBe(200);
  await suspendPerson(workspace.db, { ...ended(), personId: idOf(backup) });
  expect(await codeOf(await agent.redeem(grant, refund()))).toBe("grant_already_redeemed");
});

test("a delegate's approval becomes void when the delegate or the delegator is suspended", async () => {
  for (const leaver of ["delegate", "away"] as const) {
    const delegate = await workspace.person(`Del ${people} ${leaver}`, ["approver"], admin);
    await workspace.rows.delegate(backup.viewer, delegate.viewer);
    const { grant } = await approvedBy(delegate);
    await suspendPerson(workspace.db, {
      ...ended(),
      personId: idOf(leaver === "delegate" ? delegate : backup),
    });
    expect(await codeOf(await agent.redeem(grant, refund()))).toBe("grant_revoked");
  }
});

test("when one of two approvers is suspended while the other approves, no grant outlives the suspension", async () => {
  for (let round = 0; round < 12; round++) {
    workspace.time.now = new Date(workspace.time.now.getTime() + 61_000);
    const first = await workspace.person(`First ${people} ${round}`, ["approver"], admin);
    await workspace.db.insert(agentBackups).values({ agentId: agent.id, personId: idOf(first) });
    const { request } = await asked(2);
    expect((await first.approve(request.id)).status).toBe(201);
    const credential = await backup.sign(request.id);
    const [approved] = await Promise.all([
      backup.post(`/api/requests/${request.id}/approvals`, { credential }),
      suspendPerson(workspace.db, { ...ended(), personId: idOf(first) }),
    ]);
    expect(approved.status).toBe(201);
    expect([undefined, "revoked"]).toContain(await grantOf(request.id));
  }
});

test("suspending two people who approved for each other's agents at the same moment does not deadlock", async () => {
  const crossed = await workspace.agent(admin, backup, [owner]);
  for (let n = 0; n < 6; n++) {
    await approvedBy(backup);
    const { request } = (await (await crossed.ask({ action: refund() })).json()) as Asked;
    expect((await owner.approve(request.id)).status).toBe(201);
  }
  await Promise.all(
    [owner, backup].map((person) => suspendPerson(workspace.db, { ...ended(), personId: idOf(person) })),
  );
  const ofBoth = inArray(grants.agentId, [agent.id, crossed.id]);
  expect(await workspace.db.$count(grants, and(ofBoth, eq(grants.state, "revoked")))).toBe(12);
});
