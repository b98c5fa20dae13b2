import { expect, test } from "vitest";
import { askedBy } from "#app/api/agent/testing/ask-and-wait";
import { api } from "#app/api/index";
import { decisionState, refund, refusal, requestRefund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { changeRoles } from "#lib/membership/change-roles";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import type { ActionType, DenyReason } from "#lib/policy/action-types/action-type";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import type { RequestResponse } from "#lib/requests/request-response";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const backup = await workspace.person("Bo Backup", ["approver"], admin);
const stranger = await workspace.person("Sam Stranger", ["approver", "admin"], admin);
const agent = await workspace.agent(admin, owner, [backup]);
const pending = (amount = 1250, from = agent) => requestRefund(from, amount);
const stateOf = (id: string) => decisionState(workspace.db, id);

const deny = (person: SignedInPerson, id: string, reason: unknown = "Not this one") =>
  person.post(`/api/requests/${id}/denials`, { reason });

test("invariant 14: a person who is not entitled gets the same answer as for a request that does not exist", async () => {
  const id = await pending();
  const shown = await owner.read(id);
  for (const [person, at] of [
    [stranger, id],
    [admin, id],
    [owner, "req_00000000000000000000000000"],
  ] as const) {
    expect(await refusal(person.post(`/api/requests/${at}/challenges`, shown))).toEqual([404, "not_found"]);
    expect(await refusal(deny(person, at))).toEqual([404, "not_found"]);
  }
});

test("a quorum of two takes two distinct people, and only then is there a grant", async () => {
  const id = await pending(9000);
  expect(await (await owner.approve(id)).json()).toMatchObject({
    state: "pending",
    approvals: { required: 2, given: 1 },
  });
  expect(await stateOf(id)).toMatchObject({ state: "pending", grants: 0 });
  await expect(owner.approve(id)).rejects.toThrow(/has this person's decision already/);
  expect(await (await backup.approve(id)).json()).toMatchObject({
    state: "approved",
    approvals: { required: 2, given: 2 },
  });
  expect(await stateOf(id)).toMatchObject({ state: "approved", grants: 1 });
});

test("invariant 3: an approval counts only while its approver may approve", async () => {
  const passing = await workspace.person("Pia Passing", ["approver"], admin);
  const backedUp = await workspace.agent(admin, owner, [passing, backup]);
  const id = await pending(9000, backedUp);
  await passing.approve(id);
  await suspendPerson(workspace.db, {
    actor: admin.viewer,
    personId: passing.viewer.personId,
    now: workspace.time.now,
  });
  expect(await (await owner.approve(id)).json()).toMatchObject({
    state: "pending",
    approvals: { required: 2, given: 1 },
  });
  expect(await (await backup.approve(id)).json()).toMatchObject({
    state: "approved",
    approvals: { required: 2, given: 2 },
  });
});

/** Publishes the reasons to deny refunds with. */
async function publishReasons(denyReasons?: DenyReason[]): Promise<void> {
  const { version, rules, defaultOutcome, catalog } = await versionInForce(workspace.db);
  const change = (type: ActionType) => (type.type === "refund.create" ? { ...type, denyReasons } : type);
  const content = { rules, defaultOutcome, catalog: catalog.map(change) };
  await publishPolicy(workspace.db, {
    ...{ actor: admin.viewer, expectedVersion: version, now: workspace.time.now },
    ...content,
  });
}

test("a denial by one tap tells the agent the code and the words of its reason, and the typed text", async () => {
  const told = async (body: object, action: object = refund(9000)) => {
    const { request, wait } = await askedBy(agent, { action });
    const denied = await refusal(owner.post(`/api/requests/${request.id}/denials`, body));
    const answer = (await (await agent.follow(wait)).json()) as RequestResponse;
    return denied[0] === 201 ? answer.request.denial : denied;
  };
  const by = owner.viewer.personId;
  expect(await told({ reason_code: "not_needed" })).toEqual({
    ...{ by, reason_code: "not_needed", reason: "Not needed" },
  });
  expect(await told({ reason_code: "wrong_amount", reason: " It's 90. " })).toEqual({
    ...{ by, reason_code: "wrong_amount", reason: "Wrong amount: It's 90." },
  });
  expect(await told({ reason: "Too much" })).toEqual({ by, reason_code: "other", reason: "Too much" });
  for (const refused of [{ reason_code: "unexpected" }, { reason_code: "other" }, { reason_code: "x" }, {}])
    expect(await told(refused)).toEqual([400, "invalid_body"]);
  // The type of this action has no amount.
  const unknown = { type: "report.send", params: { amount: 5 } };
  expect(await told({ reason_code: "wrong_amount" }, unknown)).toEqual([400, "invalid_body"]);
  expect(await told({ reason_code: "wrong_target" }, unknown)).toMatchObject({ reason: "Wrong target" });
});

test("an admin's reasons replace the default ones, and later wording doesn't change an earlier denial", async () => {
  await publishReasons([{ code: "refunded", text: "Refunded already" }]);
  const { request, wait } = await askedBy(agent, { action: refund(9000) });
  const denied = (reason_code: string) =>
    refusal(owner.post(`/api/requests/${request.id}/denials`, { reason_code }));
  expect(await denied("not_needed")).toEqual([400, "invalid_body"]);
  expect(await denied("refunded")).toEqual([201, "ok"]);
  await publishReasons([{ code: "refunded", text: "Paid back last week" }]);
  expect(await (await agent.follow(wait)).json()).toMatchObject({
    request: { denial: { reason_code: "refunded", reason: "Refunded already" } },
  });
  const [row] = await workspace.db.$client`
    select convert_from(body, 'UTF8')::json -> 'data' ->> 'reason_code' as code
    from audit_events where request_id = ${request.id} and type = 'request.denied'`;
  expect(row?.code).toBe("refunded");
  await publishReasons();
});

test("a denial is in the words that its page showed, or refused", async () => {
  await publishReasons([{ code: "duplicate", text: "Duplicate" }]);
  const { request, wait } = await askedBy(agent, { action: refund(9000) });
  const denied = (reason_text: string) =>
    refusal(owner.post(`/api/requests/${request.id}/denials`, { reason_code: "duplicate", reason_text }));
  await publishReasons([{ code: "duplicate", text: "Ask again with 900" }]);
  expect(await denied("Duplicate")).toEqual([409, "request_changed"]);
  expect(await (await agent.follow(wait)).json()).toMatchObject({ request: { state: "pending" } });
  expect(await denied("Ask again with 900")).toEqual([201, "ok"]);
  await publishReasons();
});

test("a denial needs a reason, ends the request regardless of approvals, and reaches the agent", async () => {
  const asked = (await (await agent.ask({ action: refund(9000) })).json()) as {
    request: { id: string };
    wait: { url: string; token: string };
  };
  const { id } = asked.request;
  await owner.approve(id);
  expect(await refusal(deny(backup, id, "  "))).toEqual([400, "invalid_body"]);
  expect(await refusal(deny(backup, id, "Too much"))).toEqual([201, "ok"]);
  expect(await (await agent.follow(asked.wait)).json()).toMatchObject({
    request: { state: "denied", denial: { by: backup.viewer.personId, reason: "Too much" } },
  });
  expect(await refusal(deny(owner, id))).toEqual([409, "already_decided"]);
});

test("of two tabs that decide at the same time one wins, the other gets the error, and there is at most one grant", async () => {
  for (let round = 0; round < 10; round++) {
    const id = await pending();
    const credential = await owner.sign(id);
    const [approved, denied] = await Promise.all([
      refusal(owner.post(`/api/requests/${id}/approvals`, { credential })),
      refusal(deny(backup, id)),
    ]);
    expect([approved[0], denied[0]].filter((status) => status === 201)).toHaveLength(1);
    expect([approved, denied].find(([status]) => status !== 201)).toEqual([409, "already_decided"]);
    expect(await stateOf(id)).toMatchObject({ grants: approved[0] === 201 ? 1 : 0 });
  }
});

test("invariant 10: each decision and its audit event are stored together", async () => {
  const id = await pending();
  await owner.approve(id);
  const types = await workspace.db
    .$client`select type from audit_events where request_id = ${id} order by id`;
  expect(types.map(({ type }) => type).sort()).toEqual([
    "request.approval_given",
    "request.approved",
    "request.pending",
  ]);
});

test("the event of an approval says when its grant expires", async () => {
  const id = await pending();
  await owner.approve(id);
  const [row] = await workspace.db.$client`
    select convert_from(e.body, 'UTF8')::json -> 'data' ->> 'expires_at' as "inEvent", g.expires_at as "expiresAt"
    from audit_events e join grants g using (request_id) where request_id = ${id} and e.type = 'request.approved'`;
  expect(row?.inEvent).toBe(new Date(row?.expiresAt).toISOString());
});

test("a person who loses the approver role between page and passkey decides nothing", async () => {
  const fleeting = await workspace.person("Finn Fleeting", ["approver"], admin);
  const backedUp = await workspace.agent(admin, owner, [fleeting]);
  const id = await pending(1250, backedUp);
  const credential = await fleeting.sign(id);
  await changeRoles(workspace.db, {
    actor: admin.viewer,
    personId: fleeting.viewer.personId,
    roles: ["auditor"],
    now: workspace.time.now,
  });
  const [status] = await refusal(fleeting.post(`/api/requests/${id}/approvals`, { credential }));
  expect([401, 403, 404]).toContain(status);
  expect(await stateOf(id)).toMatchObject({ state: "pending", decisions: 0 });
});

test("a decision without a session or from another site is refused", async () => {
  const id = await pending();
  const body = JSON.stringify({ reason: "no" });
  const headers = {
    "content-type": "application/json",
    origin: "https://evil.example",
    cookie: owner.cookie,
  };
  expect(
    await refusal(
      Promise.resolve(api.request(`/api/requests/${id}/denials`, { method: "POST", body, headers })),
    ),
  ).toEqual([403, "cross_origin"]);
  const own = { ...headers, origin: "http://localhost:3000", cookie: "" };
  expect(
    await refusal(
      Promise.resolve(api.request(`/api/requests/${id}/denials`, { method: "POST", body, headers: own })),
    ),
  ).toEqual([401, "unauthenticated"]);
});
