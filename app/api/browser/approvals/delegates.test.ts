import { beforeEach, expect, test } from "vitest";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { refund } from "#app/api/testing/requests";
import { type Asked, askWith } from "#app/api/testing/requirements";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import type { Requirement } from "#lib/policy/language/requirement";
import { verifyReceipt } from "../../../../bin/client/receipts/verify.ts";
import { answered, openTeams } from "./testing/teams.ts";

const { workspace, newTeam, rowOf } = await openTeams();
let owner: SignedInPerson;
let backup: SignedInPerson;
let cy: SignedInPerson;
let dee: SignedInPerson;
let away: SignedInPerson;
let agent: CallingAgent;
let finance: string;

beforeEach(async () => {
  ({ owner, backup, cy, dee, away, agent, finance } = await newTeam());
});

const asked = (...requirements: Requirement[]) => askWith(workspace, agent, requirements);

const ownerAndFinance = (approvals = 2): Requirement => ({
  approvals,
  approvers: { kind: "owner_and_group", group: finance },
});

const ownerAlone: Requirement = { approvals: 1, approvers: { kind: "owner" } };

test("a delegate approves for the owner; agent, receipt, audit log and tool get the owner's name", async () => {
  await workspace.rows.delegate(owner.viewer, away.viewer);
  const { request, wait } = await asked(ownerAlone);
  expect(await answered(away.approve(request.id))).toBe("approved 1 of 1");
  const [made] = await workspace.db.$client`select * from approvals where request_id = ${request.id}`;
  expect(made).toMatchObject({ capacity: "delegate", for_person_id: owner.viewer.personId });
  const receipt = await (await workspace.get(`/api/receipts/${made?.id}`, { cookie: owner.cookie })).json();
  expect((await verifyReceipt(receipt)).valid).toBe(true);
  expect(receipt).toMatchObject({
    approver: { id: away.viewer.personId },
    approval: { capacity: "delegate", on_behalf_of: { id: owner.viewer.personId } },
  });
  const [event] = await workspace.db.$client`
    select body from audit_events where request_id = ${request.id} and type = 'request.approval_given'`;
  expect(JSON.parse(Buffer.from(event?.body).toString()).data).toMatchObject({
    capacity: "delegate",
    on_behalf_of: owner.viewer.personId,
  });
  const { grant = "" } = (await (await agent.follow(wait)).json()) as Asked;
  expect(await (await agent.redeem(grant, refund())).json()).toMatchObject({
    approvals: [{ by: away.viewer.personId, capacity: "delegate", on_behalf_of: owner.viewer.personId }],
  });
});

test("the owner and the owner's delegate count as one approval", async () => {
  await workspace.rows.delegate(owner.viewer, away.viewer);
  const { request } = await asked({ approvals: 2, approvers: { kind: "owner_or_backups" } });
  expect(await answered(away.approve(request.id))).toBe("pending 1 of 2");
  await expect(owner.read(request.id)).rejects.toMatchObject({ code: "already_decided" });
  expect(await answered(backup.approve(request.id))).toBe("approved 2 of 2");
});

test("a delegation revoked between statement and approval approves nothing", async () => {
  const delegation = await workspace.rows.delegate(owner.viewer, away.viewer);
  const { request } = await asked(ownerAlone);
  const credential = await away.sign(request.id);
  await workspace.rows.revokeDelegation(delegation);
  expect(await answered(away.post(`/api/requests/${request.id}/approvals`, { credential }))).toBe(
    "not_found",
  );
  expect(await rowOf(request.id)).toEqual({ state: "pending", given: 0, grants: 0 });
});

test("a statement signed as a delegate is not valid in one's own name after the delegation ends", async () => {
  await workspace.rows.join(finance, away.viewer);
  const delegation = await workspace.rows.delegate(owner.viewer, away.viewer);
  const { request } = await asked(ownerAndFinance());
  expect(await answered(cy.approve(request.id))).toBe("pending 1 of 2");
  const credential = await away.sign(request.id);
  await workspace.rows.revokeDelegation(delegation);
  expect(await answered(away.post(`/api/requests/${request.id}/approvals`, { credential }))).toBe(
    "request_changed",
  );
});

test("a former delegate gets no challenge for a statement as a delegate", async () => {
  await workspace.rows.join(finance, away.viewer);
  const delegation = await workspace.rows.delegate(owner.viewer, away.viewer);
  const { request } = await asked(ownerAndFinance());
  await cy.approve(request.id);
  const shown = await away.read(request.id);
  await workspace.rows.revokeDelegation(delegation);
  expect(await answered(away.post(`/api/requests/${request.id}/challenges`, shown))).toBe("request_changed");
});

test("a delegate's approval stays valid when the delegation expires, and becomes void when it is revoked", async () => {
  const delegation = await workspace.rows.delegate(owner.viewer, away.viewer, { from: -10, to: 1 });
  const { request } = await asked(ownerAndFinance(3));
  await away.approve(request.id);
  workspace.time.now = new Date(workspace.time.now.getTime() + 2000);
  expect(await answered(cy.approve(request.id))).toBe("pending 2 of 3");
  await workspace.rows.revokeDelegation(delegation);
  expect(await answered(dee.approve(request.id))).toBe("pending 2 of 3");
});

test("of the owner and the delegate at the same time one decides in the owner's place, and one grant is issued", async () => {
  await workspace.rows.delegate(owner.viewer, away.viewer);
  const { request } = await asked(ownerAlone);
  const signed = await Promise.all(
    [owner, away].map(async (person) => ({ person, credential: await person.sign(request.id) })),
  );
  const answers = await Promise.all(
    signed.map(({ person, credential }) =>
      answered(person.post(`/api/requests/${request.id}/approvals`, { credential })),
    ),
  );
  expect(answers.sort()).toEqual(["already_decided", "approved 1 of 1"]);
  expect(await rowOf(request.id)).toEqual({ state: "approved", given: 1, grants: 1 });
});

test("an approval at the moment of the delegation's revocation counts completely or not at all", async () => {
  for (let round = 0; round < 8; round += 1) {
    const delegation = await workspace.rows.delegate(owner.viewer, away.viewer);
    const { request } = await asked(ownerAlone);
    const credential = await away.sign(request.id);
    const sent = answered(away.post(`/api/requests/${request.id}/approvals`, { credential }));
    await Promise.all([sent, workspace.rows.revokeDelegation(delegation)]);
    const isIn = (await sent) === "approved 1 of 1";
    expect(isIn || (await sent) === "not_found").toBe(true);
    const whole = isIn
      ? { state: "approved", given: 1, grants: 1 }
      : { state: "pending", given: 0, grants: 0 };
    expect(await rowOf(request.id)).toEqual(whole);
  }
});
