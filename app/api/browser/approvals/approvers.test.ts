import { beforeEach, expect, test } from "vitest";
import { enforceRequirements } from "#app/api/testing/enforce-requirements";
import { codeOf, refund, type TestAgent, type TestPerson, Workspace } from "#app/api/testing/workspace";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import type { Requirement } from "#lib/policy/language/requirement";
import { verifyReceipt } from "../../../../bin/client/receipts/verify.mjs";

const { workspace, admin } = await Workspace.open();
let people = 0;
let owner: TestPerson;
let backup: TestPerson;
let cy: TestPerson;
let dee: TestPerson;
let away: TestPerson;
let agent: TestAgent;
let finance: string;

beforeEach(async () => {
  people += 1;
  // So many people do not arrive within one minute.
  workspace.time.now = new Date(workspace.time.now.getTime() + 61_000);
  const enrolled = (name: string) => workspace.person(`${name} ${people}`, ["approver"], admin);
  owner = await enrolled("Olga");
  backup = await enrolled("Bo");
  cy = await enrolled("Cy");
  dee = await enrolled("Dee");
  away = await enrolled("Del");
  agent = await workspace.agent(admin, owner, [backup]);
  finance = await workspace.rows.group([cy.viewer, dee.viewer]);
});

interface Asked {
  request: { id: string; state: string; approvals: object };
  wait: { url: string; token: string };
  grant?: string;
}

async function asked(...requirements: Requirement[]): Promise<Asked> {
  if (requirements.some(({ approvers }) => approvers.kind === "group"))
    await enforceRequirements(workspace.db, { agentId: agent.id, requirements, now: workspace.time.now });
  const answer = (await (await agent.ask({ action: refund() })).json()) as Asked;
  const required = Math.max(...requirements.map(({ approvals }) => approvals));
  await workspace.db.$client`
    update requests set requirements = ${JSON.stringify(requirements)}::text::jsonb, approvals_required = ${required}
    where id = ${answer.request.id}`;
  return answer;
}

const ownerAndFinance = (approvals = 2): Requirement => ({
  approvals,
  approvers: { kind: "owner_and_group", group: finance },
});
const anyOfFinance = (approvals: number, ownerExcluded = false): Requirement => ({
  approvals,
  approvers: { kind: "group", group: finance, ownerExcluded },
});
const ownerAlone: Requirement = { approvals: 1, approvers: { kind: "owner" } };

async function answered(response: Promise<Response>): Promise<string> {
  const answer = await response;
  if (!answer.ok) return codeOf(answer);
  const { state, approvals } = (await answer.json()) as {
    state: string;
    approvals: { given: number; required: number };
  };
  return `${state} ${approvals.given} of ${approvals.required}`;
}

async function rowOf(id: string) {
  const [row] = await workspace.db.$client`
    select state, approvals_given as given, (select count(*)::int from grants where request_id = requests.id) as grants
    from requests where id = ${id}`;
  return row;
}

test("the owner and a group member are both required, in either order, and two members are not enough", async () => {
  const { request } = await asked(ownerAndFinance());
  expect(await answered(cy.approve(request.id))).toBe("pending 1 of 2");
  expect(await answered(dee.approve(request.id))).toBe("pending 1 of 2");
  expect(await answered(owner.approve(request.id))).toBe("approved 2 of 2");
  expect(await rowOf(request.id)).toEqual({ state: "approved", given: 2, grants: 1 });
});

test("several requirements: a request is approved when the last is met, and one person counts towards each", async () => {
  await workspace.rows.join(finance, owner.viewer);
  const { request } = await asked(ownerAlone, anyOfFinance(2));
  expect(await answered(owner.approve(request.id))).toBe("pending 1 of 2");
  expect(await answered(cy.approve(request.id))).toBe("approved 2 of 2");
});

test("the required number of approvals does not approve while a requirement is unmet", async () => {
  const { request } = await asked(ownerAlone, anyOfFinance(1));
  expect(await answered(cy.approve(request.id))).toBe("pending 0 of 1");
  expect(await answered(owner.approve(request.id))).toBe("approved 1 of 1");
});

test("a delegate approves for the owner; agent, receipt, audit log and tool get the owner's name", async () => {
  await workspace.rows.delegate(owner.viewer, away.viewer);
  const { request, wait } = await asked(ownerAlone);
  expect(await answered(away.approve(request.id))).toBe("approved 1 of 1");
  const [made] = await workspace.db.$client`select * from approvals where request_id = ${request.id}`;
  expect(made).toMatchObject({ capacity: "delegate", for_person_id: owner.viewer.personId });
  const receipt = await (await workspace.get(`/api/receipts/${made?.id}`, { cookie: owner.cookie })).json();
  expect(verifyReceipt(receipt).valid).toBe(true);
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

test("a person removed from the group before the last approval no longer counts", async () => {
  const { request } = await asked(anyOfFinance(2));
  expect(await answered(cy.approve(request.id))).toBe("pending 1 of 2");
  await workspace.db.$client`delete from group_members where person_id = ${cy.viewer.personId}`;
  expect(await answered(dee.approve(request.id))).toBe("pending 1 of 2");
  await workspace.rows.join(finance, away.viewer);
  expect(await answered(away.approve(request.id))).toBe("approved 2 of 2");
});

test("the approval of a member suspended since does not count", async () => {
  const { request } = await asked(anyOfFinance(2));
  await cy.approve(request.id);
  await suspendPerson(workspace.db, {
    actor: admin.viewer,
    personId: cy.viewer.personId,
    now: workspace.time.now,
  });
  expect(await answered(dee.approve(request.id))).toBe("pending 1 of 2");
});

test("escalation: a backup approves in the owner's place from the set moment on, and not before", async () => {
  const { request } = await asked({ ...ownerAlone, escalateAfterSeconds: 300 });
  await expect(backup.read(request.id)).rejects.toMatchObject({ code: "not_entitled" });
  const early = workspace.time.now;
  workspace.time.now = new Date(early.getTime() + 300_000);
  const credential = await backup.sign(request.id);
  workspace.time.now = early;
  expect(await answered(backup.post(`/api/requests/${request.id}/approvals`, { credential }))).toBe(
    "not_entitled",
  );
  workspace.time.now = new Date(early.getTime() + 300_000);
  expect(await answered(backup.approve(request.id))).toBe("approved 1 of 1");
  const [made] = await workspace.db.$client`select capacity from approvals where request_id = ${request.id}`;
  expect(made?.capacity).toBe("backup");
});

test("separation of duties: an owner who is in the group, and their delegate, approve nothing", async () => {
  await workspace.rows.join(finance, owner.viewer);
  await workspace.rows.delegate(owner.viewer, away.viewer);
  const { request } = await asked(anyOfFinance(1, true));
  await expect(owner.read(request.id)).rejects.toMatchObject({ code: "not_entitled" });
  await expect(away.read(request.id)).rejects.toMatchObject({ code: "not_entitled" });
  expect(await answered(cy.approve(request.id))).toBe("approved 1 of 1");
});

test("an approval signed by a group member is refused when the member was removed before it arrives", async () => {
  const { request } = await asked(anyOfFinance(1));
  const credential = await cy.sign(request.id);
  await workspace.db.$client`delete from group_members where person_id = ${cy.viewer.personId}`;
  expect(await answered(cy.post(`/api/requests/${request.id}/approvals`, { credential }))).toBe("not_found");
  expect(await rowOf(request.id)).toEqual({ state: "pending", given: 0, grants: 0 });
});

test("invariant 14: a person without access to a request gets the answer for a missing request", async () => {
  const { request } = await asked(ownerAlone);
  const shown = await owner.read(request.id);
  for (const person of [cy, away, admin]) {
    expect(await answered(person.post(`/api/requests/${request.id}/challenges`, shown))).toBe("not_found");
    expect(await answered(person.post(`/api/requests/${request.id}/denials`, { reason: "No" }))).toBe(
      "not_found",
    );
  }
});

test("the agent learns how many people can decide, and not who", async () => {
  const { request, wait } = await asked(ownerAndFinance());
  await cy.approve(request.id);
  const answer = (await (await agent.follow(wait)).json()) as Asked;
  expect(answer.request.approvals).toEqual({ required: 2, given: 1, deciders: 2 });
  expect(JSON.stringify(answer)).not.toContain(dee.viewer.personId);
});

test("of two people who give the last two approvals at the same time both are recorded, and one grant is issued", async () => {
  const { request } = await asked(ownerAndFinance());
  const signed = await Promise.all(
    [owner, cy].map(async (person) => ({ person, credential: await person.sign(request.id) })),
  );
  const answers = await Promise.all(
    signed.map(({ person, credential }) =>
      answered(person.post(`/api/requests/${request.id}/approvals`, { credential })),
    ),
  );
  expect(answers.sort()).toEqual(["approved 2 of 2", "pending 1 of 2"]);
  expect(await rowOf(request.id)).toEqual({ state: "approved", given: 2, grants: 1 });
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

test("of twenty group members at the same time with three needed, exactly three approvals are recorded and one grant is issued", async () => {
  const many: TestPerson[] = [];
  for (let index = 0; index < 20; index += 1) {
    workspace.time.now = new Date(workspace.time.now.getTime() + 10_000);
    many.push(await workspace.person(`Many ${people} ${index}`, ["approver"], admin));
  }
  finance = await workspace.rows.group(many.map(({ viewer }) => viewer));
  const { request } = await asked(anyOfFinance(3));
  const signed = await Promise.all(
    many.map(async (person) => ({ person, credential: await person.sign(request.id) })),
  );
  const answers = await Promise.all(
    signed.map(({ person, credential }) =>
      answered(person.post(`/api/requests/${request.id}/approvals`, { credential })),
    ),
  );
  expect(answers.filter((answer) => answer === "already_decided")).toHaveLength(17);
  expect(answers.filter((answer) => answer !== "already_decided").sort()).toEqual([
    "approved 3 of 3",
    "pending 1 of 3",
    "pending 2 of 3",
  ]);
  expect(await rowOf(request.id)).toEqual({ state: "approved", given: 3, grants: 1 });
});
