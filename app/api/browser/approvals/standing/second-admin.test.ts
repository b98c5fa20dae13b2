import { beforeEach, expect, test } from "vitest";
import { confirmation } from "#app/(console)/settings/changes/confirmation";
import { askedBy } from "#app/api/agent/testing/ask-and-wait";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { confirmAndPerform, formOf, questionFor } from "#app/testing/confirming";
import { workspace as settings } from "#db/schema/directory";
import { endStandingApproval } from "#lib/approvals/standing/approvals/end";
import { listStandingApprovals } from "#lib/approvals/standing/approvals/list";
import { previewDraw } from "#lib/approvals/standing/approvals/preview-draw";
import { confirmStanding } from "#lib/approvals/standing/approvals/second-admin";
import { changeRoles } from "#lib/membership/change-roles";
import { listNotices } from "#lib/notices/list-notices";
import { listOpenProposals } from "#lib/proposals/find-proposals";
import { declineProposal } from "#lib/proposals/resolve-proposal";
import {
  approveRead,
  ceiling,
  openRefunds,
  sampleDraws,
  signStanding,
  terms,
} from "./testing/standing-approvals.ts";

// Where two admins are required, a second one confirms a standing approval above a part of the ceiling.

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db, time } = workspace;
const signingAdmin = await workspace.person("Sam Admin", ["admin", "approver"], admin);
const above = { ...ceiling, secondAdminAbove: 3000 };
await openRefunds(workspace, admin, above);

const requireTwo = (publishNeedsSecondAdmin: boolean) => db.update(settings).set({ publishNeedsSecondAdmin });

let agent: CallingAgent;
beforeEach(async () => {
  sampleDraws(false);
  // Limits count per minute.
  time.now = new Date(time.now.getTime() + 61_000);
  await requireTwo(false);
  agent = await workspace.agent(admin, owner);
  await requireTwo(true);
});

async function sign(total: number, by = owner, of = agent): Promise<void> {
  const requestId = await approveRead(workspace, { agent: of, by, action: refund(1250) });
  expect((await signStanding(by, requestId, { ...terms, total })).status).toBe(201);
}

const stateAfter = async (of = agent) => (await askedBy(of, { action: refund(900) })).request.state;
const waiting = async () =>
  (await listStandingApprovals(db, agent.id, time.now)).map(({ waitsForAdmin }) => waitsForAdmin);
const proposals = async (of = agent) =>
  (await listOpenProposals(db, { viewer: admin.viewer, now: time.now })).filter(
    ({ change }) => "agent" in change && change.agent === of.id,
  );
const notices = async (by: SignedInPerson) =>
  (await listNotices(db, { personId: by.viewer.personId, now: time.now })).notices.map(({ kind }) => kind);

async function proposed(of = agent) {
  const [one] = await proposals(of);
  return one ?? expect.unreachable("nothing was proposed");
}

async function confirm(by: SignedInPerson, { id: proposalId, digest }: { id: string; digest: string }) {
  return confirmAndPerform(confirmation, by, formOf({ proposalId, digest }));
}

test("nothing is drawn above the threshold until an admin confirms what was signed, and then it is", async () => {
  await sign(3001);
  expect(await waiting()).toEqual([true]);
  expect(await stateAfter()).toBe("pending");
  expect(await notices(admin)).toContain("change_proposed");
  await confirm(admin, await proposed());
  expect(await waiting()).toEqual([false]);
  expect(await stateAfter()).toBe("approved");
  expect(await proposals()).toEqual([]);
  expect(await notices(admin)).not.toContain("change_proposed");
  const events = await db.$client`
    select actor_id from audit_events where type = 'standing_approval.confirmed' and agent_id = ${agent.id}`;
  expect(events).toEqual([{ actor_id: admin.viewer.personId }]);
});

test("the admin reads who signed, what may differ and the limits", async () => {
  await sign(3001);
  const { id: proposalId, digest } = await proposed();
  const { question } = await questionFor(confirmation, admin, formOf({ proposalId, digest }));
  expect(JSON.stringify(question)).toMatch(/Olga Owner.*\/params\/amount: up to .*1,250.*3 requests.*3,001/s);
});

test.each<[string, () => Promise<unknown>]>([
  ["up to the threshold", () => sign(3000)],
  ["where one admin is enough", () => requireTwo(false).then(() => sign(3001))],
])("a standing approval %s runs requests from the signature", async (_, signed) => {
  await signed();
  expect(await proposals()).toEqual([]);
  expect(await stateAfter()).toBe("approved");
});

test("a request outside the bounds ends a standing approval that waits", async () => {
  await sign(3001);
  await askedBy(agent, { action: refund(1900) });
  expect(await waiting()).toEqual([]);
});

test("a preview shows no draw while it waits", async () => {
  await sign(3001);
  const simulated = { agentId: agent.id, action: refund(900) as never, at: time.now };
  expect(await previewDraw(db, { ...simulated, verdict: { outcome: "step_up" } as never })).toBeUndefined();
});

test("neither the signer nor their other account confirms", async () => {
  await requireTwo(false);
  const of = await workspace.agent(admin, signingAdmin);
  const account = await workspace.person(`Other ${of.id}`, ["admin"], signingAdmin, { isConfirmed: false });
  await requireTwo(true);
  await sign(3001, signingAdmin, of);
  const change = await proposed(of);
  for (const by of [signingAdmin, account])
    await expect(confirm(by, change)).rejects.toMatchObject({ code: "conflict" });
  expect(await stateAfter(of)).toBe("pending");
  await confirm(admin, change);
  expect(await stateAfter(of)).toBe("approved");
});

test("what ended, or was signed anew, can't be confirmed", async () => {
  await sign(3001);
  const first = await proposed();
  await sign(4000);
  const second = await proposed();
  expect((await proposals()).length).toBe(1);
  await expect(confirm(admin, first)).rejects.toMatchObject({ code: "conflict" });
  expect(await stateAfter()).toBe("pending");
  const [row] = await listStandingApprovals(db, agent.id, time.now);
  const ended = { actor: owner.viewer, agentId: agent.id, standingId: row?.id ?? "", now: time.now };
  await endStandingApproval(db, ended);
  await expect(confirm(admin, second)).rejects.toMatchObject({ code: "conflict" });
  expect(await stateAfter()).toBe("pending");
});

test("other bytes than the signed ones can't be confirmed", async () => {
  await sign(3001);
  const { change } = await proposed();
  if (change.act !== "standing_approval.confirm") return expect.unreachable(change.act);
  const { standing: standingId, statement: signed } = change;
  const statement = signed.replace('"total":3001', '"total":3002');
  expect(statement).not.toBe(signed);
  const confirmed = { proposalId: "prp_none", proposedBy: owner.viewer.personId };
  const by = { actor: admin.viewer, confirmed, now: time.now };
  await expect(
    db.transaction((tx) => confirmStanding(tx, { ...by, standingId, statement })),
  ).rejects.toMatchObject({ code: "conflict" });
  expect(await waiting()).toEqual([true]);
});

test("to decline it ends it, and its person is notified", async () => {
  await sign(3001);
  const { id: proposalId } = await proposed();
  await declineProposal(db, { actor: admin.viewer, proposalId, now: time.now });
  expect(await waiting()).toEqual([]);
  expect(await notices(owner)).toContain("standing_approval_ended");
});

test("an admin who signed and is no longer an admin leaves nothing to confirm", async () => {
  await requireTwo(false);
  const of = await workspace.agent(admin, signingAdmin);
  await requireTwo(true);
  await sign(3001, signingAdmin, of);
  const change = await proposed(of);
  const { personId, roles: seenRoles } = signingAdmin.viewer;
  const changed = { actor: admin.viewer, personId, seenRoles, roles: ["approver" as const], now: time.now };
  await changeRoles(db, changed);
  await expect(confirm(admin, change)).rejects.toMatchObject({ code: "conflict" });
  expect(await listStandingApprovals(db, of.id, time.now)).toEqual([]);
});
