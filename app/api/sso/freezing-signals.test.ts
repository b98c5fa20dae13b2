import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { grantFor, refund, refusal } from "#app/api/testing/requests";
import { auditEvents } from "#db/schema/audit";
import { people } from "#db/schema/directory";
import { eventSources } from "#db/schema/signals";
import { expectWaiting } from "#db/testing/expect-waiting";
import { addSeconds } from "#lib/kernel/clock";
import { findFreezeDetails } from "#lib/lifecycle/find-freeze-details";
import { freezeAgents, settleFreeze } from "#lib/lifecycle/freeze-agents";
import { releaseAgents } from "#lib/lifecycle/release-agents";
import { listNotices } from "#lib/notices/list-notices";
import { listSignals, revokeEventSource } from "#lib/provisioning/signals/list-event-sources";
import { about, openEventSource, push, risc } from "./testing/signal-source.ts";

// Invariant 24: a security event source that an admin allowed to freezes all agents.

const source = await openEventSource();
const { workspace, admin, register, make, refusals, newPerson, statusOf } = source;
const { db, time } = workspace;
const pastedKeys = { keySource: "pasted", jwks: JSON.stringify({ keys: [source.keys.rsa.jwk] }) };
const iss = "https://detector.example";
const detectorId = await register(iss, { ...pastedKeys, mayFreeze: "on" });
const owner = await newPerson();
const agent = await workspace.agent(admin, owner);

const alarm = { "urn:countersign:secevent:agents-compromise": {} };
const alarmed = (claims: object = {}) => make(alarm, { claims: { iss, ...claims } });
const freezeNow = () => findFreezeDetails(db, admin.viewer);
const asks = () => refusal(agent.ask({ action: refund(20) }));

async function release(prepared?: number): Promise<void> {
  const epoch = prepared ?? (await freezeNow())?.epoch ?? -1;
  await releaseAgents(db, { actor: admin.viewer, confirmedWith: "test", epoch, now: time.now });
}

beforeEach(async () => {
  // Limits count per minute.
  time.now = addSeconds(time.now, 61);
  if (await freezeNow()) await release();
  time.now = addSeconds(time.now, 2);
});

async function dataOf(type: "agents.frozen" | "signal.refused") {
  const events = await db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.type, type))
    .orderBy(auditEvents.id);
  const { actorId, body } = events.at(-1) ?? {};
  return { actorId, ...JSON.parse(Buffer.from(body ?? []).toString()) };
}

test("an event of an allowed source freezes all agents, with the source as the actor, and every page and notice names it", async () => {
  expect(await asks()).toEqual([200, "ok"]);
  expect((await push(await alarmed({ jti: "alarm-1" }))).status).toBe(202);
  expect(await asks()).toEqual([403, "frozen"]);
  expect(await freezeNow()).toMatchObject({ by: iss, reason: null, stopped: { pendingRequests: 0 } });
  expect(await dataOf("agents.frozen")).toMatchObject({
    actorId: `signal:${detectorId}`,
    subject: { event_source: detectorId },
    data: { jti: "alarm-1" },
  });
  await settleFreeze(db, time.now);
  const { notices } = await listNotices(db, { personId: owner.viewer.personId, now: time.now });
  expect(notices).toContainEqual(expect.objectContaining({ kind: "agents_frozen", by: iss }));
});

test("a source that no admin allowed to freeze is refused each time, on the record, and nothing of its token applies", async () => {
  const person = await newPerson();
  const token = await make({ ...alarm, ...about(person, `${risc}account-disabled`) });
  for (const _ of [1, 2])
    expect(await push(token)).toEqual({
      status: 400,
      body: { err: "access_denied", description: "This event source isn't allowed to freeze agents." },
    });
  expect(await freezeNow()).toBeUndefined();
  expect(await statusOf(person)).toBe("active");
  expect(await refusals()).toBe(2);
  expect((await dataOf("signal.refused")).data).toEqual({ code: "freeze_not_allowed" });
});

test("a token that was delivered before a release freezes nothing again, also of a source whose clock is ahead", async () => {
  const token = await alarmed({ iat: Math.floor(time.now.getTime() / 1000) + 30 });
  const deliver = () => Promise.all(Array.from({ length: 20 }, () => push(token)));
  for (const { status } of await deliver()) expect(status).toBe(202);
  expect(await freezeNow()).toBeDefined();
  time.now = addSeconds(time.now, 1);
  await release();
  time.now = addSeconds(time.now, 1);
  for (const { status } of await deliver()) expect(status).toBe(202);
  expect(await freezeNow()).toBeUndefined();
});

test("an event from before a release that arrives later is recorded and freezes nothing, and a later event does", async () => {
  const late = await alarmed();
  await freezeAgents(db, { actor: owner.viewer, reason: null, now: time.now });
  time.now = addSeconds(time.now, 5);
  await release();
  time.now = addSeconds(time.now, 5);
  expect((await push(late)).status).toBe(202);
  expect(await freezeNow()).toBeUndefined();
  expect((await dataOf("signal.refused")).data).toEqual({ code: "before_release" });
  expect((await listSignals(db, { viewer: admin.viewer }))[0]?.events).toEqual(["agents-compromise-refused"]);
  expect((await push(await alarmed())).status).toBe(202);
  expect(await freezeNow()).toBeDefined();
});

test("an event waits for a redemption that holds the head, and a redemption behind it is refused", async () => {
  const grant = await grantFor(agent, refund(20));
  const token = await alarmed();
  const [pushing, redeeming] = await db.transaction(async (tx) => {
    await tx.execute("select from policy_head for share");
    const pushing = push(token);
    await expectWaiting(db, 1);
    const redeeming = refusal(agent.redeem(grant, refund(20)));
    await expectWaiting(db, 2);
    return [pushing, redeeming];
  });
  expect((await pushing).status).toBe(202);
  expect(await redeeming).toEqual([403, "frozen"]);
});

test("a freeze that was refused stays refused when the source is added again with the permission", async () => {
  const issuer = "https://again.example";
  const first = await register(issuer, pastedKeys);
  time.now = addSeconds(time.now, 5);
  const token = await alarmed({ iss: issuer });
  expect((await push(token)).body).toMatchObject({ err: "access_denied" });
  time.now = addSeconds(time.now, 5);
  await revokeEventSource(db, { actor: admin.viewer, eventSourceId: first, now: time.now });
  await register(issuer, { ...pastedKeys, mayFreeze: "on" });
  time.now = addSeconds(time.now, 5);
  expect((await push(token)).status).toBe(202);
  expect(await freezeNow()).toBeUndefined();
  expect((await dataOf("signal.refused")).data).toEqual({ code: "before_registration" });
  expect((await push(await alarmed({ iss: issuer }))).status).toBe(202);
  expect(await freezeNow()).toBeDefined();
});

test("a source that is revoked while its token is checked freezes nothing and ends no access", async () => {
  const person = await newPerson();
  const issuer = "https://revoked.example";
  const id = await register(issuer, { ...pastedKeys, mayFreeze: "on" });
  time.now = addSeconds(time.now, 5);
  const tokens = [alarm, about(person, `${risc}account-disabled`)].map((events) =>
    make(events, { claims: { iss: issuer } }),
  );
  for (const token of await Promise.all(tokens)) {
    const [pushing] = await db.transaction(async (tx) => {
      await tx.update(eventSources).set({ revokedAt: time.now }).where(eq(eventSources.id, id));
      const pushing = push(token);
      await expectWaiting(db, 1);
      return [pushing];
    });
    expect(await pushing).toMatchObject({ status: 400, body: { err: "invalid_issuer" } });
    await db.update(eventSources).set({ revokedAt: null }).where(eq(eventSources.id, id));
  }
  expect(await freezeNow()).toBeUndefined();
  expect(await statusOf(person)).toBe("active");
});

test("a token that also disables a person freezes all agents before it has the person", async () => {
  const person = await newPerson();
  const token = await make({ ...alarm, ...about(person, `${risc}account-disabled`) }, { claims: { iss } });
  const [pushing] = await db.transaction(async (tx) => {
    await tx.select().from(people).where(eq(people.id, person.viewer.personId)).for("update");
    const pushing = push(token);
    await expectWaiting(db, 1);
    expect(await freezeNow()).toMatchObject({ by: iss });
    return [pushing];
  });
  expect((await pushing).status).toBe(202);
  expect(await statusOf(person)).toBe("suspended");
});

const queued = async () =>
  (await db.$client`select 1 from graphile_worker.jobs where task_identifier = 'void-frozen'`).length;

test("an event while a person's freeze lasts freezes again in the name of the source, and a release prepared before conflicts", async () => {
  await freezeAgents(db, { actor: owner.viewer, reason: "drill", now: time.now });
  const before = await freezeNow();
  await settleFreeze(db, time.now);
  const jobs = await queued();
  time.now = addSeconds(time.now, 1);
  expect((await push(await alarmed({ jti: "alarm-2" }))).status).toBe(202);
  const { epoch, ...freeze } = (await freezeNow()) ?? {};
  expect(freeze).toMatchObject({ at: time.now, by: iss, reason: null });
  expect(await dataOf("agents.frozen")).toMatchObject({
    actorId: `signal:${detectorId}`,
    data: { jti: "alarm-2", freeze_epoch: epoch },
  });
  await expect(release(before?.epoch)).rejects.toMatchObject({ code: "conflict" });
  expect(await asks()).toEqual([403, "frozen"]);
  expect(await queued()).toBe(jobs + 1);
  await settleFreeze(db, time.now);
  const { notices } = await listNotices(db, { personId: owner.viewer.personId, now: time.now });
  expect(notices).toContainEqual(expect.objectContaining({ kind: "agents_frozen", by: iss }));
});

test("a second event of a source while its own freeze lasts is accepted, and changes nothing", async () => {
  await push(await alarmed());
  const before = await freezeNow();
  time.now = addSeconds(time.now, 1);
  expect((await push(await alarmed())).status).toBe(202);
  expect(await freezeNow()).toEqual(before);
});
