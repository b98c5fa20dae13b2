import { expect, test } from "vitest";
import { codeOf, refund } from "#app/api/testing/requests";
import { runtime } from "#app/runtime/runtime";
import { unwrittenReason } from "#lib/approvals/break-glass/break-glass";
import { findBreakable } from "#lib/approvals/break-glass/find-breakable";
import { offerStatement } from "#lib/approvals/offer-statement";
import { addSeconds } from "#lib/kernel/clock";
import { base64url } from "#lib/kernel/digest";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { listNotices } from "#lib/notices/list-notices";
import { seeNotice, unseeNotice } from "#lib/notices/see-notices";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import { listQueue } from "#lib/requests/queue/list-queue";
import { verifyReceipt } from "../../../../bin/client/receipts/verify.ts";
import { type Asked, breakGlass, openBreakGlass, outcome, reason, signed } from "./testing/break-glass.ts";

const { workspace, db, admin, second, owner, adminApprover, stranger, cy, agent, asked, noticesOf } =
  await openBreakGlass();

test("an admin approves alone by break-glass; receipt, redemption, queue and audit log mark it permanently", async () => {
  const { request, wait } = await asked(9000);
  expect(await outcome(breakGlass(admin, request.id))).toBe("approved");
  const [row] = await db.$client`
    select state, is_break_glass, approvals_given as given, approvals_required as required from requests where id = ${request.id}`;
  expect(row).toEqual({ state: "approved", is_break_glass: true, given: 0, required: 2 });
  const [made] = await db.$client`select id, capacity, note from approvals where request_id = ${request.id}`;
  expect(made).toMatchObject({ capacity: "break_glass", note: reason });
  const receipt = await (await workspace.get(`/api/receipts/${made?.id}`, { cookie: admin.cookie })).json();
  expect((await verifyReceipt(receipt)).checks.filter(({ passed }) => !passed)).toEqual([]);
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

test("only its reader brings a dismissed notice back, and only within a minute", async () => {
  const { request } = await asked();
  await breakGlass(admin, request.id);
  const now = workspace.time.now;
  const [notice] = (await listNotices(db, { personId: owner.viewer.personId, now })).notices;
  const of = { noticeId: notice?.id ?? "", now };
  await seeNotice(db, { ...of, viewer: owner.viewer });
  await unseeNotice(db, { ...of, viewer: second.viewer });
  await unseeNotice(db, { ...of, viewer: owner.viewer, now: addSeconds(now, 61) });
  expect(await noticesOf(owner)).toEqual([]);
  await unseeNotice(db, { ...of, viewer: owner.viewer });
  expect(await noticesOf(owner)).toHaveLength(1);
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

test("the statement of a break-glass page, from before a reason is written, gets no challenge", async () => {
  const { request } = await asked();
  const [{ secret }, now] = [runtime(), workspace.time.now];
  const { personId } = admin.viewer;
  const subject = await findBreakable(db, { requestId: request.id, personId, now });
  const offer = async (breakGlassReason: string) => {
    const as = { capacity: "break_glass", breakGlassReason } as const;
    const { bytes, seal } = await offerStatement(db, subject, { approverId: personId, as, secret, now });
    return { statement: base64url(bytes), seal };
  };
  const challenge = async (why: string) =>
    admin.post(`/api/requests/${request.id}/challenges`, await offer(why));
  expect(await codeOf(await challenge(unwrittenReason))).toBe("request_changed");
  expect((await challenge(reason)).status).toBe(201);
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
