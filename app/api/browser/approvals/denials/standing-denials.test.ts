import { beforeEach, expect, test } from "vitest";
import { releasing } from "#app/(console)/agents/releasing";
import { askedBy } from "#app/api/agent/testing/ask-and-wait";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { confirmAndPerform, formOf } from "#app/testing/confirming";
import { listStandingDenials } from "#lib/approvals/standing/list";
import { endStandingDenial } from "#lib/approvals/standing/stand";
import { freezeAgents, settleFreeze } from "#lib/lifecycle/freeze-agents";
import { holdAgent } from "#lib/lifecycle/hold-agent";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { reinstatePerson } from "#lib/membership/reinstate-person";
import { endStandingDenials } from "#lib/voiding/end-standing-denials";
import { allApprovalsOf } from "#lib/voiding/ended-approvals";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db, time } = workspace;
const backup = await workspace.person("Bo Backup", ["approver"], admin);
let agent: CallingAgent;

beforeEach(async () => {
  agent = await workspace.agent(admin, owner, [backup]);
});

// Amounts that one approver decides.
const about = (amount = 1250, resource = "charge/ch_81") => refund(amount, { resource });
const ask = async (action: object) => (await askedBy(agent, { action })).request;
const deny = (person: SignedInPerson, id: string, standing?: object) =>
  person.post(`/api/requests/${id}/denials`, { reason_code: "not_now", standing });
const answered = async (answer: Promise<Response>) =>
  (await (await answer).json()) as { approval: { id: string } };
const stateAfter = async (action: object) => (await ask(action)).state;

test("later requests like a denied one are denied with its words, and no one is asked", async () => {
  const first = await ask(about());
  expect((await deny(owner, first.id, { scope: "action", days: 7 })).status).toBe(201);
  const later = await ask(about());
  expect(later).toMatchObject({
    ...{ state: "denied", close_reason: "standing_denial" },
    denial: {
      ...{ by: owner.viewer.personId, reason_code: "not_now", reason: "Not now" },
      stands_until: new Date(time.now.getTime() + 7 * 86_400_000).toISOString(),
    },
  });
  const decisions = await db.$client`select from approvals where request_id = ${later.id}`;
  expect(decisions).toHaveLength(0);
});

test.each([
  [
    "action",
    [
      ["denied", about()],
      ["pending", about(1251)],
      ["pending", about(1250, "charge/other")],
    ],
  ],
  [
    "resource",
    [
      ["denied", about(1251)],
      ["pending", about(1250, "charge/other")],
    ],
  ],
  [
    "type",
    [
      ["denied", about(1251)],
      ["denied", about(1251, "charge/other")],
      ["pending", { type: "deploy", params: {} }],
    ],
  ],
] as const)("the scope %s", async (scope, cases) => {
  await deny(owner, (await ask(about())).id, { scope, days: 1 });
  for (const [state, action] of cases) expect([action, await stateAfter(action)]).toEqual([action, state]);
});

test("a standing denial is for its agent alone, and ends with its days", async () => {
  await deny(owner, (await ask(about())).id, { scope: "type", days: 1 });
  const other = await workspace.agent(admin, owner);
  expect((await askedBy(other, { action: about() })).request.state).toBe("pending");
  const { now } = time;
  time.now = new Date(now.getTime() + 86_400_000);
  expect(await stateAfter(about())).toBe("pending");
  time.now = now;
});

test("a standing denial ends permanently with the right of its person to decide", async () => {
  const leaver = await workspace.person("Lee Leaver", ["approver"], admin);
  agent = await workspace.agent(admin, owner, [leaver]);
  await deny(leaver, (await ask(about())).id, { scope: "type", days: 1 });
  expect(await stateAfter(about())).toBe("denied");
  const change = { actor: admin.viewer, personId: leaver.viewer.personId, now: time.now };
  await suspendPerson(db, change);
  await reinstatePerson(db, change);
  expect(await stateAfter(about())).toBe("pending");
});

test("the owner ends a standing denial of a backup approver, and another approver can't", async () => {
  const { approval } = await answered(deny(backup, (await ask(about())).id, { scope: "type", days: 1 }));
  const stranger = await workspace.person("Stella Stranger", ["approver"], admin);
  const end = ({ viewer }: SignedInPerson) =>
    endStandingDenial(db, { actor: viewer, agentId: agent.id, denialId: approval.id, now: time.now });
  await expect(end(stranger)).rejects.toMatchObject({ code: "not_found" });
  await end(owner);
  expect(await stateAfter(about())).toBe("pending");
  await expect(end(owner)).rejects.toMatchObject({ code: "conflict" });
});

test("a hold ends a standing denial: after the release, people are asked, and no answer says that it stands", async () => {
  const { request, wait } = await askedBy(agent, { action: about() });
  await deny(owner, request.id, { scope: "type", days: 1 });
  const told = async () => (await (await agent.follow(wait)).json()) as { request: { denial: object } };
  expect((await told()).request.denial).toMatchObject({ stands_for: "type" });
  await holdAgent(db, { actor: owner.viewer, agentId: agent.id, reason: null, now: time.now });
  await confirmAndPerform(releasing, owner, formOf({ agentId: agent.id }));
  expect(await stateAfter(about())).toBe("pending");
  expect(await listStandingDenials(db, agent.id, time.now)).toEqual([]);
  expect((await told()).request.denial).not.toHaveProperty("stands_for");
});

test("a delegate's denial doesn't stand", async () => {
  const delegate = await workspace.person("Del Delegate", ["approver"], admin);
  await workspace.rows.delegate(owner.viewer, delegate.viewer);
  const { id } = await ask(about());
  expect(await codeOf(await deny(delegate, id, { scope: "type", days: 1 }))).toBe("not_entitled");
  expect((await deny(delegate, id)).status).toBe(201);
});

test("recovery with new passkeys ends the standing denials of the person", async () => {
  const { approval } = await answered(deny(backup, (await ask(about())).id, { scope: "type", days: 1 }));
  await db.transaction((tx) =>
    endStandingDenials(tx, {
      ended: allApprovalsOf(backup.viewer.personId),
      reason: "passkey_removed",
      actor: { personId: admin.viewer.personId },
      now: time.now,
    }),
  );
  const events = await db.$client`
    select convert_from(body, 'UTF8')::json -> 'data' as data from audit_events
    where type = 'standing_denial.ended' and agent_id = ${agent.id}`;
  expect(events).toEqual([{ data: { reason: "passkey_removed" } }]);
  expect([await stateAfter(about()), approval.id]).toEqual(["pending", expect.stringMatching(/^apr_/)]);
});

test("twenty requests in one moment are each denied, and counted", async () => {
  await deny(owner, (await ask(about())).id, { scope: "type", days: 1 });
  const states = await Promise.all(Array.from({ length: 20 }, () => stateAfter(about())));
  expect(new Set(states)).toEqual(new Set(["denied"]));
  expect(await listStandingDenials(db, agent.id, time.now)).toEqual([expect.objectContaining({ count: 20 })]);
});

test("a denial of the type stands for a day at most: longer is an error, and nothing is denied", async () => {
  const { id } = await ask(about());
  expect(await codeOf(await deny(owner, id, { scope: "type", days: 2 }))).toBe("invalid_body");
  expect(await db.$client`select state from requests where id = ${id}`).toEqual([{ state: "pending" }]);
});

test("a freeze ends standing denials permanently", async () => {
  const { approval } = await answered(deny(owner, (await ask(about())).id, { scope: "type", days: 1 }));
  await freezeAgents(db, { actor: owner.viewer, reason: null, now: time.now });
  await settleFreeze(db, time.now);
  const rows = await db.$client`
    select ended_at is not null as "hasEnded" from standing_denials where approval_id = ${approval.id}`;
  expect(rows).toEqual([{ hasEnded: true }]);
});
