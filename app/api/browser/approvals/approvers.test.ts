import { beforeEach, expect, test } from "vitest";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { type Asked, askWith } from "#app/api/testing/requirements";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import type { Requirement } from "#lib/policy/language/requirement";
import { answered, openTeams } from "./testing/teams.ts";

const { workspace, admin, newTeam, rowOf } = await openTeams();
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

const anyOfFinance = (approvals: number, ownerExcluded = false): Requirement => ({
  approvals,
  approvers: { kind: "group", group: finance, ownerExcluded },
});

const ownerAlone: Requirement = { approvals: 1, approvers: { kind: "owner" } };

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

test("of twenty group members at the same time with three needed, exactly three approvals are recorded and one grant is issued", async () => {
  const many: SignedInPerson[] = [];
  for (let index = 0; index < 20; index += 1) {
    workspace.time.now = new Date(workspace.time.now.getTime() + 10_000);
    many.push(await workspace.person(`Many ${index}`, ["approver"], admin));
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
