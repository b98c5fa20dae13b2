import { beforeEach, expect, test } from "vitest";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { refund, refusal } from "#app/api/testing/requests";
import { type Asked, approveAnew, askWith, readApprovalState } from "#app/api/testing/requirements";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { setBackups } from "#lib/agents/set-backups";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { reinstatePerson } from "#lib/membership/reinstate-person";
import type { Requirement } from "#lib/policy/language/requirement";
import { verifyReceipt } from "../../../bin/client/receipts/verify.ts";

// Invariant 17, over HTTP: an approval that became void.

const { workspace, admin } = await RunningWorkspace.open();
const { db } = workspace;
let owner: SignedInPerson;
let bo: SignedInPerson;
let agent: CallingAgent;
let count = 0;

beforeEach(async () => {
  count += 1;
  // Limits on enrollments count per minute.
  workspace.time.now = new Date(workspace.time.now.getTime() + 61_000);
  owner = await workspace.person(`Olga${count}`, ["approver"], admin);
  bo = await workspace.person(`Bo${count}`, ["approver", "auditor"], admin);
  agent = await workspace.agent(admin, owner, [bo]);
});

const asAdmin = () => ({ actor: admin.viewer, now: workspace.time.now });
const ofBo = () => ({ ...asAdmin(), personId: bo.viewer.personId });
const ownerOrBackups: Requirement = { approvals: 2, approvers: { kind: "owner_or_backups" } };

const backups = (seenIds: string[], backupIds: string[]) =>
  setBackups(db, { ...asAdmin(), agentId: agent.id, seenIds, backupIds });

const asked = (requirement = ownerOrBackups) => askWith(workspace, agent, [requirement]);
const approvalState = (ask: Asked) => readApprovalState(agent, ask);
const approved = (person: SignedInPerson, ask: Asked) => approveAnew(workspace, person, ask);

test("a person whose approval is void may deny, and no person decides twice in one round", async () => {
  const request = await asked();
  expect(await approved(bo, request)).toBe("pending 1");
  await suspendPerson(db, ofBo());
  await reinstatePerson(db, ofBo());
  expect(await approved(bo, request)).toBe("pending 1");
  await expect(bo.sign(request.request.id)).rejects.toMatchObject({ code: "already_decided" });
  await suspendPerson(db, ofBo());
  await reinstatePerson(db, ofBo());
  await bo.signIn();
  const denied = await bo.post(`/api/requests/${request.request.id}/denials`, { reason: "Not now." });
  expect(denied.status).toBe(201);
});

test("the tool gets only the approvals that count, and the receipt of a void approval says so and verifies", async () => {
  const request = await asked();
  expect(await approved(bo, request)).toBe("pending 1");
  await suspendPerson(db, ofBo());
  await reinstatePerson(db, ofBo());
  expect(await approved(bo, request)).toBe("pending 1");
  expect(await approved(owner, request)).toBe("approved 2");
  const { grant = "" } = (await (await agent.follow(request.wait)).json()) as Asked;
  const redeemed = (await (await agent.redeem(grant, refund())).json()) as { approvals: { by: string }[] };
  expect(redeemed.approvals.map(({ by }) => by)).toEqual([bo.viewer.personId, owner.viewer.personId]);
  const [first] = await db.$client`
    select id from approvals where request_id = ${request.request.id} and person_id = ${bo.viewer.personId} order by round`;
  const receipt = await (await workspace.get(`/api/receipts/${first?.id}`, { cookie: owner.cookie })).json();
  expect(receipt).toMatchObject({ approval: { voided: { reason: "approver_inactive" } } });
  expect((await verifyReceipt(receipt)).valid).toBe(true);
});

test("a grant revoked a second after its expiry is refused by a process whose clock is slower", async () => {
  const request = await asked({ approvals: 1, approvers: { kind: "owner_or_backups" } });
  expect(await approved(bo, request)).toBe("approved 1");
  const { grant = "" } = (await (await agent.follow(request.wait)).json()) as Asked;
  const earlier = workspace.time.now;
  const { exp } = JSON.parse(Buffer.from(grant.split(".")[1] ?? "", "base64url").toString());
  workspace.time.now = new Date((exp + 1) * 1000);
  await suspendPerson(db, ofBo());
  workspace.time.now = earlier;
  expect(await refusal(agent.redeem(grant, refund()))).toEqual([403, "grant_revoked"]);
});

test("an approval that commits while a backup approver is removed is void, and stays void when the role returns", async () => {
  for (let round = 0; round < 5; round++) {
    const request = await asked();
    const credential = await bo.sign(request.request.id);
    const sent = bo.post(`/api/requests/${request.request.id}/approvals`, { credential });
    await Promise.all([sent, backups([bo.viewer.personId], [])]);
    await backups([], [bo.viewer.personId]);
    expect(await approvalState(request)).toBe("pending 0");
  }
});
