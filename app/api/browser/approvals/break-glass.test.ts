import { setTimeout } from "node:timers/promises";
import { beforeEach, expect, test } from "vitest";
import { codeOf, refund, type TestAgent, type TestPerson, Workspace } from "#app/api/testing/workspace";
import { findBreakable } from "#lib/approvals/break-glass/find-breakable";
import { listBreakGlass } from "#lib/approvals/break-glass/list-reviews";
import { remindOfReviews } from "#lib/approvals/break-glass/remind-reviews";
import { reviewBreakGlass } from "#lib/approvals/break-glass/review-break-glass";
import { addSeconds } from "#lib/clock";
import { changeRoles } from "#lib/membership/change-roles";
import { issueRecovery } from "#lib/membership/issue-recovery";
import { foreseeEndOfAdmin } from "#lib/membership/offboarding/foresee-end-of-admin";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { setReviewHours } from "#lib/membership/set-review-hours";
import { listNotices } from "#lib/notices/list-notices";
import { seeNotice } from "#lib/notices/see-notices";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import { listQueue } from "#lib/requests/list-queue";
import { verifyReceipt } from "../../../../bin/client/receipts/verify.mjs";

const { workspace, admin } = await Workspace.open();
const { db } = workspace;
const second = await workspace.person("Sec Second", ["admin"], admin);
const owner = await workspace.person("Olga Owner", ["approver"], admin);
const adminApprover = await workspace.person("Al Both", ["admin", "approver"], admin);
const stranger = await workspace.person("Sam Stranger", ["approver"], admin);
const cy = await workspace.person("Cy Finance", ["approver"], admin);
const agent: TestAgent = await workspace.agent(admin, owner);
const reason = "Payments are down and nobody else can be reached";

beforeEach(async () => {
  await db.$client`delete from notices`;
});

interface Asked {
  request: { id: string };
  wait: { url: string; token: string };
  grant?: string;
}

async function asked(amount = 1250): Promise<Asked> {
  return (await (await agent.ask({ action: refund(amount) })).json()) as Asked;
}

/** Performs every step except sending the approval. */
async function signed(person: TestPerson, requestId: string, why = reason) {
  const offered = await person.post(`/api/requests/${requestId}/break-glass-statements`, { reason: why });
  if (offered.status !== 201) return offered;
  const challenged = await person.post(`/api/requests/${requestId}/challenges`, await offered.json());
  if (challenged.status !== 201) return challenged;
  const { options } = (await challenged.json()) as { options: { challenge: string } };
  return person.authenticator.get(options);
}

async function breakGlass(person: TestPerson, requestId: string, why?: string): Promise<Response> {
  const credential = await signed(person, requestId, why);
  if (credential instanceof Response) return credential;
  return person.post(`/api/requests/${requestId}/approvals`, { credential });
}

async function outcome(response: Promise<Response>): Promise<string> {
  const answer = await response;
  return answer.ok ? ((await answer.json()) as { state: string }).state : codeOf(answer);
}

async function noticesOf(person: TestPerson): Promise<string[]> {
  const { notices } = await listNotices(db, { personId: person.viewer.personId, now: workspace.time.now });
  return notices.map(({ kind, requestId, by }) => `${kind} ${requestId} ${by}`);
}

test("an admin approves alone by break-glass; receipt, redemption, queue and audit log mark it permanently", async () => {
  const { request, wait } = await asked(9000);
  expect(await outcome(breakGlass(admin, request.id))).toBe("approved");
  const [row] = await db.$client`
    select state, is_break_glass, approvals_given as given, approvals_required as required from requests where id = ${request.id}`;
  expect(row).toEqual({ state: "approved", is_break_glass: true, given: 0, required: 2 });
  const [made] = await db.$client`select id, capacity, note from approvals where request_id = ${request.id}`;
  expect(made).toMatchObject({ capacity: "break_glass", note: reason });
  const receipt = await (await workspace.get(`/api/receipts/${made?.id}`, { cookie: admin.cookie })).json();
  expect(verifyReceipt(receipt).checks.filter(({ passed }) => !passed)).toEqual([]);
  expect(receipt.approval).toMatchObject({ capacity: "break_glass", break_glass_reason: reason });
  const { items } = await listQueue(db, admin.viewer, { state: "decided" }, workspace.time.now);
  expect(items.find(({ id }) => id === request.id)).toMatchObject({ isBreakGlass: true });
  const events =
    await db.$client`select type from audit_events where request_id = ${request.id} order by type`;
  expect(events.map(({ type }) => type)).toEqual([
    "break_glass.used",
    "request.approval_given",
    "request.approved",
    "request.pending",
  ]);
  const { grant = "" } = (await (await agent.follow(wait)).json()) as Asked;
  expect(await (await agent.redeem(grant, refund(9000))).json()).toMatchObject({
    approvals: [{ by: admin.viewer.personId, capacity: "break_glass" }],
  });
});

test("only every entitled approver and every admin is notified, and the admin who used break-glass is not", async () => {
  const finance = await workspace.rows.group([cy.viewer]);
  const { request } = await asked();
  const requirements = [{ approvals: 2, approvers: { kind: "owner_and_group", group: finance } }];
  await db.$client`
    update requests set approvals_required = 2, requirements = ${JSON.stringify(requirements)}::text::jsonb where id = ${request.id}`;
  await breakGlass(admin, request.id);
  const notice = `break_glass_used ${request.id} Ada Admin`;
  for (const person of [owner, cy, second, adminApprover]) expect(await noticesOf(person)).toEqual([notice]);
  for (const person of [admin, stranger]) expect(await noticesOf(person)).toEqual([]);
});

test("a notice remains until its reader has seen it, and another person cannot dismiss it", async () => {
  const { request } = await asked();
  await breakGlass(admin, request.id);
  const [notice] = (await listNotices(db, { personId: owner.viewer.personId, now: workspace.time.now }))
    .notices;
  await seeNotice(db, { viewer: second.viewer, noticeId: notice?.id ?? "", now: workspace.time.now });
  expect(await noticesOf(owner)).toHaveLength(1);
  await seeNotice(db, { viewer: owner.viewer, noticeId: notice?.id ?? "", now: workspace.time.now });
  expect(await noticesOf(owner)).toEqual([]);
  expect(await noticesOf(second)).toHaveLength(1);
});

test.each([
  ["without a reason", "   "],
  ["with a word instead of a reason", "urgent, really soon"],
])("%s nothing is approved", async (_, why) => {
  const { request } = await asked();
  expect(await outcome(breakGlass(admin, request.id, why))).toBe("invalid_body");
});

test("invariant 14: a person who is not an admin gets the answer for a request that does not exist", async () => {
  const { request } = await asked();
  for (const person of [owner, stranger])
    expect(await outcome(breakGlass(person, request.id))).toBe("not_found");
});

test("an ordinary statement does not approve by break-glass, and a break-glass statement does not approve in the ordinary way", async () => {
  const { request } = await asked();
  const offered = await admin.post(`/api/requests/${request.id}/break-glass-statements`, { reason });
  const { statement, seal } = (await offered.json()) as { statement: string; seal: string };
  expect(await outcome(owner.post(`/api/requests/${request.id}/challenges`, { statement, seal }))).toBe(
    "not_found",
  );
  const otherAnswer = await asked();
  expect(
    await outcome(admin.post(`/api/requests/${otherAnswer.request.id}/challenges`, { statement, seal })),
  ).toBe("request_changed");
  const forged = Buffer.from(Buffer.from(statement, "base64url").toString().replace(reason, `${reason}!`));
  expect(
    await outcome(
      admin.post(`/api/requests/${request.id}/challenges`, { statement: forged.toString("base64url"), seal }),
    ),
  ).toBe("not_found");
});

test("an admin whose own approval is enough approves in the ordinary way", async () => {
  const owned = await workspace.agent(admin, adminApprover, [owner]);
  const ask = async (amount: number) =>
    ((await (await owned.ask({ action: refund(amount) })).json()) as Asked).request.id;
  expect(await outcome(breakGlass(adminApprover, await ask(1250)))).toBe("not_entitled");
  const two = await ask(9000);
  expect(await outcome(adminApprover.approve(two))).toBe("pending");
  // The admin has approved, and no other approver is within reach.
  expect(await outcome(breakGlass(adminApprover, two))).toBe("approved");
  const decisions =
    await db.$client`select capacity from approvals where request_id = ${two} order by capacity`;
  expect(decisions.map(({ capacity }) => capacity)).toEqual(["break_glass", "owner"]);
  const { items } = await listQueue(db, adminApprover.viewer, { state: "decided" }, workspace.time.now);
  expect(items.find(({ id }) => id === two)).toMatchObject({ isBreakGlass: true, yourDecision: "approve" });
});

test("break-glass does not approve decided, cancelled or expired requests", async () => {
  const decided = (await asked()).request.id;
  await owner.approve(decided);
  expect(await outcome(breakGlass(admin, decided))).toBe("already_decided");
  const { request, wait } = await asked();
  const credential = await signed(admin, request.id);
  await db.$client`update requests set state = 'cancelled', close_reason = 'by_agent' where id = ${request.id}`;
  expect(await outcome(admin.post(`/api/requests/${request.id}/approvals`, { credential }))).toBe(
    "request_cancelled",
  );
  expect(((await (await agent.follow(wait)).json()) as Asked).grant).toBeUndefined();
  const late = (await asked()).request.id;
  const before = workspace.time.now;
  workspace.time.now = addSeconds(before, 3600);
  expect(await outcome(breakGlass(admin, late))).toBe("request_expired");
  workspace.time.now = before;
});

test("invariant 2: break-glass overrides no block, not even one published while the admin reads", async () => {
  expect(await codeOf(await agent.ask({ action: refund(90_000) }))).toBe("blocked_by_policy");
  const { request } = await asked();
  const credential = await signed(admin, request.id);
  const { version, rules, defaultOutcome } = await versionInForce(db);
  const block = {
    ...rules[0],
    id: "never",
    title: "Never",
    outcome: "block",
    actions: ["refund.create"],
    conditions: [],
  };
  const publish = (list: unknown[], expectedVersion: number) =>
    publishPolicy(db, {
      actor: admin.viewer,
      rules: list,
      defaultOutcome,
      expectedVersion,
      now: workspace.time.now,
    });
  await publish([...rules, block], version);
  // As if the publication had not seen it.
  await db.$client`
    update requests set state = 'pending', close_reason = null, closed_at = null, policy_version = ${version} where id = ${request.id}`;
  expect(await outcome(admin.post(`/api/requests/${request.id}/approvals`, { credential }))).toBe(
    "blocked_by_policy",
  );
  await publish(rules, version + 1);
});

test("the agent of a deactivated owner stays quarantined", async () => {
  const gone = await workspace.person("Gus Gone", ["approver"], admin);
  const orphan = await workspace.agent(admin, gone);
  const { request } = (await (await orphan.ask({ action: refund() })).json()) as Asked;
  await suspendPerson(db, { actor: admin.viewer, personId: gone.viewer.personId, now: workspace.time.now });
  expect(await outcome(breakGlass(admin, request.id))).toBe("request_cancelled");
  await db.$client`update requests set state = 'pending', close_reason = null, closed_at = null where id = ${request.id}`;
  expect(await outcome(breakGlass(admin, request.id))).toBe("agent_quarantined");
});

test("an admin suspended between signing and sending approves nothing", async () => {
  const third = await workspace.person("Thi Third", ["admin"], admin);
  const { request } = await asked();
  const credential = await signed(third, request.id);
  await db.$client`update people set status = 'suspended' where id = ${third.viewer.personId}`;
  expect(await outcome(third.post(`/api/requests/${request.id}/approvals`, { credential }))).not.toBe(
    "approved",
  );
  const gone = { requestId: request.id, personId: third.viewer.personId, now: workspace.time.now };
  await expect(findBreakable(db, gone)).rejects.toMatchObject({ code: "not_found" });
});

test("of two admins who use break-glass and the owner who approves at the same time, one wins and there is one grant", async () => {
  const { request } = await asked();
  const [byAdmin, bySecond] = [await signed(admin, request.id), await signed(second, request.id)];
  const own = await owner.sign(request.id);
  const path = `/api/requests/${request.id}/approvals`;
  const outcomes = await Promise.all([
    outcome(admin.post(path, { credential: byAdmin })),
    outcome(second.post(path, { credential: bySecond })),
    outcome(owner.post(path, { credential: own })),
  ]);
  expect(outcomes.sort()).toEqual(["already_decided", "already_decided", "approved"]);
  const grants = await db.$client`select from grants where request_id = ${request.id}`;
  expect(grants).toHaveLength(1);
});

test("invariant 8: break-glass at the moment of the owner's suspension leaves no redeemable grant, without a deadlock", async () => {
  for (let round = 0; round < 5; round += 1) {
    workspace.time.now = addSeconds(workspace.time.now, 60);
    const gone = await workspace.person(`Gone ${round}`, ["approver", "admin"], admin);
    const ownAgent = await workspace.agent(admin, gone);
    const { request } = (await (await ownAgent.ask({ action: refund() })).json()) as Asked;
    const credential = await signed(second, request.id);
    const [sent, suspended] = await Promise.allSettled([
      outcome(second.post(`/api/requests/${request.id}/approvals`, { credential })),
      suspendPerson(db, { actor: admin.viewer, personId: gone.viewer.personId, now: workspace.time.now }),
    ]);
    expect(suspended.status).toBe("fulfilled");
    expect(["approved", "request_cancelled", "agent_quarantined"]).toContain(
      sent.status === "fulfilled" ? sent.value : sent.reason,
    );
    const open = await db.$client`select from grants where request_id = ${request.id} and state = 'issued'`;
    expect(open).toHaveLength(0);
  }
});

test.each([[["approver" as const]], [["auditor" as const]]])(
  "what an admin approved by breaking the glass is void once the role is taken from them (%s is left), and the agent that waits is told",
  async (roles) => {
    workspace.time.now = addSeconds(workspace.time.now, 61);
    const third = await workspace.person(`Dee Demoted ${roles}`, ["admin", "auditor"], admin);
    const { personId } = third.viewer;
    const { request, wait } = await asked(9000);
    expect(await outcome(breakGlass(third, request.id))).toBe("approved");
    const { grant = "" } = (await (await agent.follow(wait)).json()) as Asked;
    const foreseen = () => foreseeEndOfAdmin(db, { actor: admin.viewer, personId });
    expect(await foreseen()).toEqual({ breakGlassNotice: 1 });
    await changeRoles(db, { actor: admin.viewer, personId, roles, now: workspace.time.now });
    expect(await foreseen()).toEqual({ breakGlassNotice: 0 });
    expect(await codeOf(await agent.redeem(grant, refund(9000)))).toBe("grant_revoked");
    expect(await (await agent.follow(wait)).json()).not.toHaveProperty("grant");
    const [event] = await db.$client`
      select convert_from(body, 'UTF8')::json -> 'data' ->> 'reason' as reason from audit_events
      where request_id = ${request.id} and type = 'grant.revoked'`;
    expect(event).toEqual({ reason: "admin_ended" });
  },
);

test("another admin's break-glass approval stays valid, and so do ordinary approvals of a person who stays an approver", async () => {
  workspace.time.now = addSeconds(workspace.time.now, 61);
  const both = await workspace.person("Ola Other", ["admin", "approver"], admin);
  const ownAgent = await workspace.agent(admin, both);
  const own = (await (await ownAgent.ask({ action: refund() })).json()) as Asked;
  expect((await both.approve(own.request.id)).status).toBe(201);
  const broken = await asked(9000);
  expect(await outcome(breakGlass(admin, broken.request.id))).toBe("approved");
  const { personId } = both.viewer;
  await changeRoles(db, { actor: admin.viewer, personId, roles: ["approver"], now: workspace.time.now });
  const granted = async (from: TestAgent, { wait }: Asked) =>
    ((await (await from.follow(wait)).json()) as Asked).grant ?? "";
  expect((await ownAgent.redeem(await granted(ownAgent, own), refund())).status).toBe(200);
  expect((await agent.redeem(await granted(agent, broken), refund(9000))).status).toBe(200);
});

test("break-glass at the moment of losing the admin role leaves no redeemable grant", async () => {
  for (let round = 0; round < 6; round += 1) {
    workspace.time.now = addSeconds(workspace.time.now, 61);
    const third = await workspace.person(`Rae Race ${round}`, ["admin"], admin);
    const { request } = await asked(9000);
    const credential = await signed(third, request.id);
    const { personId } = third.viewer;
    await Promise.all([
      outcome(third.post(`/api/requests/${request.id}/approvals`, { credential })),
      // The role change starts later in each round, so that in some rounds the approval comes
      // first.
      setTimeout(round * 12).then(() =>
        changeRoles(db, { actor: admin.viewer, personId, roles: ["auditor"], now: workspace.time.now }),
      ),
    ]);
    const open = await db.$client`select from grants where request_id = ${request.id} and state = 'issued'`;
    expect(open).toHaveLength(0);
  }
});

test("another admin reviews a break-glass approval once; the admin who used break-glass and other people cannot", async () => {
  const { request } = await asked();
  await breakGlass(admin, request.id);
  const open = (await listBreakGlass(db, { viewer: second.viewer })).find(
    ({ requestId }) => requestId === request.id,
  );
  expect(open).toMatchObject({ reason, usedBy: { name: "Ada Admin" }, review: null });
  expect(open?.dueAt).toEqual(addSeconds(workspace.time.now, 72 * 3600));
  const { approvalId = "" } = open ?? {};
  const review = (actor: TestPerson, note = "Looked at the logs with Ada") =>
    reviewBreakGlass(db, {
      actor: actor.viewer,
      approvalId,
      finding: "justified",
      note,
      now: workspace.time.now,
    });
  await expect(review(admin)).rejects.toMatchObject({ code: "not_entitled" });
  await expect(review(owner)).rejects.toMatchObject({ code: "not_found" });
  const both = await Promise.allSettled([review(second), review(adminApprover)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(review(second)).rejects.toMatchObject({ code: "already_decided" });
  const events =
    await db.$client`select type from audit_events where request_id = ${request.id} and type = 'break_glass.reviewed'`;
  expect(events).toHaveLength(1);
});

test.each(["deactivated", "without that passkey", "recovered"] as const)(
  "another admin reviews what an admin approved by break-glass who is %s since",
  async (how) => {
    workspace.time.now = addSeconds(workspace.time.now, 61);
    const user = await workspace.person(`Uma ${how}`, ["admin"], admin);
    const { request } = await asked();
    expect(await outcome(breakGlass(user, request.id))).toBe("approved");
    const { personId } = user.viewer;
    const { credentialId } = user.authenticator;
    const by = { actor: admin.viewer, personId, now: workspace.time.now };
    if (how === "deactivated") await suspendPerson(db, by);
    if (how === "recovered") await issueRecovery(db, { ...by, oldPasskeys: "remove" });
    await db.$client`delete from passkeys where credential_id = ${credentialId}`;
    const [row] = await db.$client`
      select approval_id as id from break_glass_reviews where request_id = ${request.id}`;
    const review = {
      approvalId: row?.id as string,
      finding: "not_justified",
      note: "Bo was in reach",
    } as const;
    const confirmedWith = second.authenticator.credentialId;
    await reviewBreakGlass(db, { ...review, actor: second.viewer, confirmedWith, now: workspace.time.now });
    const [reviewed] = await db.$client`
      select reviewed_by from break_glass_reviews where request_id = ${request.id}`;
    expect(reviewed?.reviewed_by).toBe(second.viewer.personId);
  },
);

test("the admin who enrolled the passkey used for break-glass cannot review it, even after its removal", async () => {
  workspace.time.now = addSeconds(workspace.time.now, 61);
  const user = await workspace.person("Una Unconfirmed", ["admin"], admin, { isConfirmed: false });
  const { request } = await asked();
  expect(await outcome(breakGlass(user, request.id))).toBe("approved");
  await db.$client`delete from passkeys where person_id = ${user.viewer.personId}`;
  const [row] = await db.$client`
    select approval_id as id from break_glass_reviews where request_id = ${request.id}`;
  const review = (actor: TestPerson) =>
    reviewBreakGlass(db, {
      actor: actor.viewer,
      approvalId: row?.id as string,
      finding: "justified",
      note: "It was.",
      confirmedWith: actor.authenticator.credentialId,
      now: workspace.time.now,
    });
  await expect(review(admin)).rejects.toMatchObject({ details: { reason: "one_control" } });
  await review(second);
});

test("the review deadline is a workspace setting, changed only by admins and recorded", async () => {
  await setReviewHours(db, { actor: admin.viewer, hours: 4, now: workspace.time.now });
  await expect(
    setReviewHours(db, { actor: owner.viewer, hours: 9, now: workspace.time.now }),
  ).rejects.toMatchObject({
    code: "not_found",
  });
  const { request } = await asked();
  await breakGlass(admin, request.id);
  const [row] = await db.$client`select due_at from break_glass_reviews where request_id = ${request.id}`;
  expect(new Date(row?.due_at)).toEqual(addSeconds(workspace.time.now, 4 * 3600));
  const events = await db.$client`select from audit_events where type = 'workspace.settings_changed'`;
  expect(events).toHaveLength(1);
  await setReviewHours(db, { actor: admin.viewer, hours: 72, confirmedFrom: 4, now: workspace.time.now });
});

test("every admin is notified once of an overdue review, until the review", async () => {
  await db.$client`delete from break_glass_reviews`;
  const { request } = await asked();
  await breakGlass(admin, request.id);
  await db.$client`delete from notices`;
  const due = addSeconds(workspace.time.now, 72 * 3600);
  await remindOfReviews(db, addSeconds(due, -1));
  expect(await noticesOf(second)).toEqual([]);
  await Promise.all([remindOfReviews(db, due), remindOfReviews(db, due), remindOfReviews(db, due)]);
  for (const person of [admin, second])
    expect(await noticesOf(person)).toEqual([`break_glass_review_due ${request.id} Ada Admin`]);
  expect(await noticesOf(owner)).toEqual([]);
  const [row] =
    await db.$client`select approval_id as id from break_glass_reviews where request_id = ${request.id}`;
  await reviewBreakGlass(db, {
    actor: second.viewer,
    approvalId: row?.id,
    finding: "not_justified",
    note: "Bo was in reach",
    now: due,
  });
  expect(await noticesOf(admin)).toEqual([]);
  await remindOfReviews(db, addSeconds(due, 3600));
  expect(await noticesOf(admin)).toEqual([]);
});
