import { beforeEach, expect, test } from "vitest";
import { api } from "#app/api/index";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { codeOf, grantFor, grantState, refund, refusal, voidReasons } from "#app/api/testing/requests";
import { type Asked, approveAnew, askWith, readApprovalState } from "#app/api/testing/requirements";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { browse, type SignedInPerson } from "#app/api/testing/signed-in-person";
import { metrics } from "#app/runtime/metrics";

import { expectWaiting } from "#db/testing/expect-waiting";
import { addSeconds } from "#lib/kernel/clock";
import { findFreezeDetails } from "#lib/lifecycle/find-freeze-details";
import { freezeAgents, settleFreeze } from "#lib/lifecycle/freeze-agents";
import { releaseAgents } from "#lib/lifecycle/release-agents";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import type { Requirement } from "#lib/policy/language/requirement";
import { inTime } from "./testing/ask-and-wait.ts";

// Invariant 24, over HTTP: all agents are frozen, and released.

const { workspace, admin, owner, agent } = await RunningWorkspace.withAgent();
const { db, time } = workspace;
const auditor = await workspace.person("Ida Auditor", ["auditor"], admin);
const backup = await workspace.person("Bo Backup", ["approver"], admin);
const shared = await workspace.agent(admin, owner, [backup]);

const ownerOrBackups: Requirement = { approvals: 2, approvers: { kind: "owner_or_backups" } };

const freeze = (person = owner) => freezeAgents(db, { actor: person.viewer, reason: "drill", now: time.now });

async function release(): Promise<void> {
  const epoch = (await findFreezeDetails(db, admin.viewer))?.epoch ?? -1;
  expect(await releaseAgents(db, { actor: admin.viewer, confirmedWith: "test", epoch, now: time.now })).toBe(
    undefined,
  );
}

beforeEach(async () => {
  // Limits count per minute.
  time.now = new Date(time.now.getTime() + 61_000);
  if (await findFreezeDetails(db, admin.viewer)) await release();
});

const frozen = [403, "frozen"];
const asksFor = (by: CallingAgent, amount: number, more = {}) =>
  refusal(by.ask({ action: refund(amount), ...more }));

test("invariant 24: while frozen, an ask is refused and stores nothing, whatever policy says, and the refusal says who froze", async () => {
  expect(await asksFor(agent, 20)).toEqual([200, "ok"]);
  const count = () => db.$client`select count(*)::int from requests`;
  const before = await count();
  await freeze();
  // The first call after the freeze is by a caller in memory.
  for (const amount of [20, 1250, 20])
    expect(await asksFor(agent, amount, amount === 1250 ? {} : { redeem: true })).toEqual(frozen);
  const refused = await agent.ask({ action: refund(20) });
  expect(await refused.json()).toMatchObject({
    detail: expect.stringContaining("Olga Owner froze all agents"),
    frozen: { since: time.now.toISOString(), by: "Olga Owner" },
  });
  expect(await count()).toEqual(before);
  await release();
  expect(await asksFor(agent, 20)).toEqual([200, "ok"]);
});

test("a retry of an earlier ask gets that request while frozen", async () => {
  const body = { action: refund(1250) };
  await agent.ask(body, "msg_before");
  await freeze();
  const retried = (await (await agent.ask(body, "msg_before")).json()) as { request: { state: string } };
  expect(retried.request.state).toBe("pending");
});

test("invariant 24: a grant from before a freeze is not redeemed while frozen, nor after the release", async () => {
  const grant = await grantFor(agent, refund(20));
  await freeze();
  expect(await refusal(agent.redeem(grant, refund(20)))).toEqual(frozen);
  await settleFreeze(db, time.now);
  expect(await grantState(db, grant)).toBe("revoked");
  await release();
  expect(await refusal(agent.redeem(grant, refund(20)))).toEqual([403, "grant_revoked"]);
});

test("invariant 24: a grant of an earlier epoch is not redeemed, even where its row is not revoked yet", async () => {
  const grant = await grantFor(agent, refund(20));
  await freeze();
  await release();
  await db.$client`update grants set state = 'issued', closed_at = null where freeze_epoch = (
    select freeze_epoch - 1 from policy_head)`;
  expect(await refusal(agent.redeem(grant, refund(20)))).toEqual([403, "grant_revoked"]);
});

test("invariant 24: a release ends what was approved before a freeze whose job never ran", async () => {
  const grant = await grantFor(agent, refund(20));
  const asked = await askWith(workspace, shared, [ownerOrBackups]);
  expect(await approveAnew(workspace, backup, asked)).toBe("pending 1");
  await freeze();
  await release();
  expect(await grantState(db, grant)).toBe("revoked");
  expect(await readApprovalState(shared, asked)).toBe("pending 0");
});

test("invariant 24: of a freeze and twenty redemptions at the same moment, no grant is redeemed after the freeze", async () => {
  const grants = await Promise.all(Array.from({ length: 20 }, () => grantFor(agent, refund(20))));
  const late: string[] = [];
  let isFrozen = false;
  const redemptions = grants.map(async (grant) => {
    const wasFrozen = isFrozen;
    const [status] = await refusal(agent.redeem(grant, refund(20)));
    if (status === 200 && wasFrozen) late.push(grant);
    return status;
  });
  const freezing = freeze().then(() => {
    isFrozen = true;
  });
  const statuses = await Promise.all(redemptions);
  await freezing;
  expect(late).toEqual([]);
  const left = grants.filter((_, index) => statuses[index] !== 200);
  await release();
  for (const grant of left) expect((await agent.redeem(grant, refund(20))).status).toBe(403);
});

test("invariant 24: a freeze waits for a redemption that holds the head, and a redemption behind it is refused", async () => {
  const grant = await grantFor(agent, refund(20));
  const [freezing, redeeming] = await db.transaction(async (tx) => {
    await tx.execute("select from policy_head for share");
    const freezing = freeze();
    await expectWaiting(db, 1);
    const redeeming = refusal(agent.redeem(grant, refund(20)));
    await expectWaiting(db, 2);
    return [freezing, redeeming];
  });
  await freezing;
  expect(await redeeming).toEqual(frozen);
});

test("invariant 24: while frozen, no approval is counted", async () => {
  const { request } = await askWith(workspace, shared, [ownerOrBackups]);
  const credential = await backup.sign(request.id);
  await freeze();
  expect(await refusal(backup.post(`/api/requests/${request.id}/approvals`, { credential }))).toEqual(frozen);
});

test("invariant 24: a signature or a page from before a release never counts, and a new look gives a grant", async () => {
  const { request, wait } = (await (await agent.ask({ action: refund(1250) })).json()) as Asked;
  const shown = await owner.read(request.id);
  const credential = await owner.sign(request.id);
  time.now = addSeconds(time.now, 1);
  await freeze();
  await release();
  const late = await refusal(owner.post(`/api/requests/${request.id}/approvals`, { credential }));
  expect(late).toEqual([409, "request_changed"]);
  const stale = await refusal(owner.post(`/api/requests/${request.id}/challenges`, shown));
  expect(stale).toEqual([409, "request_changed"]);
  expect((await owner.approve(request.id)).status).toBe(201);
  const { grant = "" } = (await (await agent.follow(wait)).json()) as Asked;
  expect(await refusal(agent.redeem(grant, refund(1250)))).toEqual([200, "ok"]);
});

test("invariant 24: what was approved before a freeze does not come back: the approver decides again", async () => {
  const asked = await askWith(workspace, shared, [{ approvals: 2, approvers: { kind: "owner_or_backups" } }]);
  expect(await approveAnew(workspace, backup, asked)).toBe("pending 1");
  await freeze();
  await settleFreeze(db, time.now);
  await release();
  expect(await readApprovalState(shared, asked)).toBe("pending 0");
  expect(await voidReasons(db, asked.request.id)).toEqual(["frozen"]);
  expect(await approveAnew(workspace, backup, asked)).toBe("pending 1");
  expect(await approveAnew(workspace, owner, asked)).toMatch(/^approved/);
});

test("invariant 24: a freeze answers waiting agents immediately, and a wait begun while frozen", async () => {
  const { request, wait } = (await (await agent.ask({ action: refund(1250) })).json()) as Asked;
  const shared = { wait: 60, requests: [{ id: request.id, token: wait.token }] };
  const polled = (headers = {}) =>
    api.request(`/api/v1/requests/${request.id}?wait=60`, {
      headers: { authorization: `Bearer ${wait.token}`, ...headers },
    });
  const waiting = [polled(), browse("/api/v1/waits", shared)];
  const open = async () => (await metrics().waiters.get()).values[0]?.value;
  await expect.poll(open).toBe(2);
  await freeze();
  for (const answer of await inTime(Promise.all(waiting))) expect(await codeOf(answer)).toBe("frozen");
  expect(await codeOf(await polled())).toBe("frozen");
  expect(await codeOf(await browse("/api/v1/waits", shared))).toBe("frozen");
  expect(await codeOf(await polled({ accept: "text/event-stream" }))).toBe("frozen");
  expect((await agent.follow(wait)).status).toBe(200);
});

test("an approver or admin freezes, once; a release takes an admin, and ends this freeze alone", async () => {
  await expect(freeze(auditor)).rejects.toMatchObject({ code: "not_found" });
  const former = await workspace.person("Eve Former", ["approver"], admin);
  await suspendPerson(db, { actor: admin.viewer, personId: former.viewer.personId, now: time.now });
  await expect(freeze(former)).rejects.toMatchObject({ code: "not_found" });
  const racing = await Promise.allSettled(Array.from({ length: 20 }, () => freeze(admin)));
  expect(racing.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const late = racing.flatMap((each) => (each.status === "rejected" ? [each.reason.code] : []));
  expect(new Set(late)).toEqual(new Set(["conflict"]));
  const details = await findFreezeDetails(db, owner.viewer);
  expect(details).toMatchObject({ by: "Ada Admin", reason: "drill" });
  const epoch = details?.epoch ?? -1;
  const by = { confirmedWith: "test", now: time.now };
  await expect(releaseAgents(db, { ...by, actor: owner.viewer, epoch })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(releaseAgents(db, { ...by, actor: admin.viewer, epoch: epoch - 1 })).rejects.toMatchObject({
    code: "conflict",
  });
  await release();
  const rows = await db.$client`
    select type, actor_id as by from audit_events
    where (convert_from(body, 'UTF8')::json -> 'data' ->> 'freeze_epoch')::int = ${epoch} order by id`;
  expect(rows.map(({ type, by }) => [type, by])).toEqual([
    ["agents.frozen", admin.viewer.personId],
    ["agents.released", admin.viewer.personId],
  ]);
});

test("an approver's or admin's session freezes with one call, from the product's own pages alone", async () => {
  const body = { reason: " Wrong refunds " };
  const post = (by: SignedInPerson, sent: unknown = body) => refusal(by.post("/api/freeze", sent));
  expect(await refusal(browse("/api/freeze", body))).toEqual([401, "unauthenticated"]);
  expect(await post(auditor)).toEqual([404, "not_found"]);
  expect(await post(owner, { reason: 1 })).toEqual([400, "invalid_body"]);
  const headers = { cookie: owner.cookie, "content-type": "application/json" };
  const foreign = { ...headers, origin: "https://attacker.example" };
  for (const sent of [headers, foreign]) {
    const answer = await api.request("/api/freeze", {
      method: "POST",
      headers: sent,
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(403);
  }
  expect(await findFreezeDetails(db, admin.viewer)).toBeUndefined();
  expect((await owner.post("/api/freeze", body)).status).toBe(204);
  expect(await findFreezeDetails(db, admin.viewer)).toMatchObject({
    by: "Olga Owner",
    reason: "Wrong refunds",
  });
  expect(await post(admin)).toEqual([409, "conflict"]);
});

test("a session freezes 20 times a minute at most, no wrong body counts, and without a role no ask waits for the attempt", async () => {
  for (let call = 0; call < 21; call++) await admin.post("/api/freeze", { reason: 1 });
  expect((await admin.post("/api/freeze", {})).status).toBe(204);
  for (let call = 1; call < 20; call++) await admin.post("/api/freeze", {});
  expect(await refusal(admin.post("/api/freeze", {}))).toEqual([429, "rate_limited"]);
  await release();
  await admin.signIn();
  expect((await admin.post("/api/freeze", {})).status).toBe(204);
  await release();
  await db.transaction(async (tx) => {
    await tx.execute("select from policy_head for share");
    await expect(inTime(freeze(auditor))).rejects.toMatchObject({ code: "not_found" });
  });
});

test("a browser whose script hasn't loaded freezes with the page's form", async () => {
  const { origin } = workspace.runtime.config;
  const headers = { cookie: admin.cookie, origin };
  const body = new URLSearchParams({ reason: "" });
  const answer = await api.request("/api/freeze", { method: "POST", headers, body });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/freeze"]);
  expect(await findFreezeDetails(db, admin.viewer)).toMatchObject({ by: "Ada Admin", reason: null });
});

test("an admin who was suspended since the passkey confirmed releases nothing", async () => {
  const former = await workspace.person("Fay Former", ["admin"], admin);
  await freeze();
  const epoch = (await findFreezeDetails(db, admin.viewer))?.epoch ?? -1;
  await suspendPerson(db, { actor: admin.viewer, personId: former.viewer.personId, now: time.now });
  const late = releaseAgents(db, { actor: former.viewer, confirmedWith: "test", epoch, now: time.now });
  await expect(late).rejects.toMatchObject({ code: "not_found" });
  expect(await asksFor(agent, 20)).toEqual(frozen);
});

test("admins and approvers are notified of a freeze and a release, and the person who acted is not", async () => {
  const notified = async (kind: string) => {
    const rows =
      await db.$client`select person_id as id from notices where kind = ${kind} and seen_at is null`;
    return rows.map(({ id }) => id);
  };
  await freeze();
  await settleFreeze(db, time.now);
  const frozenOf = await notified("agents_frozen");
  expect(frozenOf).toEqual(expect.arrayContaining([admin.viewer.personId, backup.viewer.personId]));
  expect(frozenOf).not.toContain(owner.viewer.personId);
  expect(frozenOf).not.toContain(auditor.viewer.personId);
  await release();
  const releasedOf = await notified("agents_released");
  expect(releasedOf).toEqual(expect.arrayContaining([owner.viewer.personId, backup.viewer.personId]));
  expect(releasedOf).not.toContain(admin.viewer.personId);
});
