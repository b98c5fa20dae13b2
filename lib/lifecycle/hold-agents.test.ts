import { beforeEach, expect, test } from "vitest";
import { workspace } from "#db/schema/directory";
import { createTestDatabase } from "#db/testing/database";
import { addAgent, addRequest } from "#lib/agents/testing/authority";
import { addSeconds } from "#lib/kernel/clock";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { stateOf } from "#lib/membership/testing/owner-at-work";
import { addPerson, type TestPerson } from "#lib/membership/testing/people";
import { listNotices } from "#lib/notices/list-notices";
import { revokeAgents } from "#lib/ownership/revoke-agents";
import { seedPolicy } from "#lib/publishing/seed";
import { holdAgent } from "./hold-agent.ts";
import { foreseeHoldOf, type HoldScope, holdAgents, listHeldBy } from "./hold-agents.ts";
import { holdItself } from "./hold-itself.ts";
import { releaseHolds } from "./release-holds.ts";
import { releaseNow } from "./testing/release-now.ts";

const now = new Date("2026-01-01T10:00:00Z");
const { db } = await createTestDatabase();
await db.insert(workspace).values({ name: "Test", createdAt: now });
await db.transaction((tx) => seedPolicy(tx, now));
const admin = await addPerson(db, { name: "Ada", roles: ["admin"], now });
let owner: TestPerson;
let other: TestPerson;
let label: string;

beforeEach(async () => {
  owner = await addPerson(db, { name: "Bo", roles: ["approver"], now });
  other = await addPerson(db, { name: "Cy", roles: ["approver"], now });
  label = `team:${owner.personId.slice(-8).toLowerCase()}`;
});

const hold = (scope: HoldScope, actor = admin) =>
  holdAgents(db, { ...scope, actor, reason: "Odd refunds", now });
const statusOf = async (agentId: string) => (await stateOf(db, agentId)).agent?.status;
const withLabel = async (ownerId: string) => {
  const agentId = await addAgent(db, ownerId, now);
  await db.$client`update agents set labels = array[${label}] where id = ${agentId}`;
  return agentId;
};
const reasonsOf = (agentId: string) =>
  db.$client`
    select actor_id as by, convert_from(body, 'UTF8')::json -> 'data' ->> 'reason' as reason from audit_events
    where agent_id = ${agentId} and type = 'agent.held'`;
const heldNotices = async ({ personId }: TestPerson, agentIds: string[], about = "agent_held") =>
  (await listNotices(db, { personId, now })).notices
    .filter(({ kind, agentId }) => kind === about && agentIds.includes(agentId ?? ""))
    .map(({ more }) => more);

test("one act holds every agent of an owner, with one event and reason each, and no agent of another or later", async () => {
  const own = [await addAgent(db, owner.personId, now), await addAgent(db, owner.personId, now)];
  const [first = ""] = own;
  const another = await addAgent(db, other.personId, now);
  const revoked = await addAgent(db, owner.personId, now);
  await revokeAgents(db, { actor: admin, agentIds: [revoked], now });
  await addRequest(db, first, { state: "pending", now });
  await addRequest(db, first, { state: "approved", grant: "issued", now });
  const foreseen = await foreseeHoldOf(db, { owner: owner.personId, by: admin.personId }, now);
  expect(foreseen).toEqual({ agents: 2, pendingRequests: 1, openGrants: 1, workloadKeys: 0 });
  await hold({ owner: owner.personId });
  for (const agentId of own) {
    expect(await statusOf(agentId)).toBe("quarantined");
    expect(await reasonsOf(agentId)).toEqual([{ by: admin.personId, reason: "Odd refunds" }]);
  }
  const { requests, grants } = await stateOf(db, first);
  expect(Object.values(requests).map(({ state }) => state)).toContain("cancelled");
  expect(Object.values(grants)).toEqual(["revoked"]);
  const later = await addAgent(db, owner.personId, now);
  expect([await statusOf(another), await statusOf(revoked), await statusOf(later)]).toEqual([
    ...["active", "revoked", "active"],
  ]);
  expect(await heldNotices(owner, own)).toEqual([1]);
});

test("agents with a label are held under all owners, and each owner hears of the owner's own alone", async () => {
  const mine = [await withLabel(owner.personId), await withLabel(owner.personId)];
  const theirs = await withLabel(other.personId);
  const plain = await addAgent(db, owner.personId, now);
  const boss = await addPerson(db, { roles: ["admin"], now });
  await hold({ label });
  for (const agentId of [...mine, theirs]) expect(await statusOf(agentId)).toBe("quarantined");
  expect(await statusOf(plain)).toBe("active");
  const all = [...mine, theirs];
  expect([
    await heldNotices(owner, all),
    await heldNotices(other, all),
    await heldNotices(boss, all),
  ]).toEqual([...[[1], [0], [2]]]);
  expect(await heldNotices(admin, all)).toEqual([]);
});

test("a notice of a hold of many agents stays while one of the recipient's is on hold, not when the first is released", async () => {
  const mine = [await withLabel(owner.personId), await withLabel(owner.personId)];
  const all = [...mine, await withLabel(other.personId)];
  const boss = await addPerson(db, { roles: ["admin"], now });
  // No other test's agents are held at this time.
  await holdAgents(db, { label, actor: admin, reason: null, now: addSeconds(now, 1) });
  const release = async (agentId = "") => releaseNow(db, { actor: admin, agentIds: [agentId], now });
  const left = async () => [await heldNotices(owner, all), await heldNotices(boss, all)];
  const [first, second, last] = all;
  await release(first);
  expect(await left()).toEqual([[1], [2]]);
  await release(second);
  expect(await left()).toEqual([[], [2]]);
  await release(last);
  expect(await left()).toEqual([[], []]);
});

test("an agent that another admin holds keeps that hold, and where all are on hold nothing changes", async () => {
  const [held, free] = [await addAgent(db, owner.personId, now), await addAgent(db, owner.personId, now)];
  const another = await addPerson(db, { roles: ["admin"], now });
  await holdAgent(db, { actor: another, agentId: held, reason: "Mine", now });
  await hold({ owner: owner.personId });
  expect(await reasonsOf(held)).toEqual([{ by: another.personId, reason: "Mine" }]);
  expect(await statusOf(free)).toBe("quarantined");
  await expect(hold({ owner: owner.personId })).rejects.toMatchObject({ code: "conflict" });
});

test("an admin's hold takes the place of an owner's, who can't end it", async () => {
  const agentId = await addAgent(db, owner.personId, now);
  await holdAgent(db, { actor: owner, agentId, reason: "Mine", now });
  const foreseen = await foreseeHoldOf(db, { owner: owner.personId, by: admin.personId }, now);
  expect(foreseen).toMatchObject({ agents: 1 });
  await hold({ owner: owner.personId });
  await expect(releaseNow(db, { actor: owner, agentIds: [agentId], now })).rejects.toMatchObject({
    code: "not_entitled",
  });
  await releaseNow(db, { actor: admin, agentIds: [agentId], now });
  expect(await statusOf(agentId)).toBe("active");
});

test("only an active admin holds agents of a scope, and never all agents by none", async () => {
  const agentId = await addAgent(db, owner.personId, now);
  await expect(hold({ owner: owner.personId }, owner)).rejects.toMatchObject({ code: "not_found" });
  const former = await addPerson(db, { roles: ["admin"], now });
  await suspendPerson(db, { actor: admin, personId: former.personId, now });
  await expect(hold({ owner: owner.personId }, former)).rejects.toMatchObject({ code: "not_found" });
  await expect(hold({})).rejects.toMatchObject({ code: "invalid_input" });
  expect(await statusOf(agentId)).toBe("active");
});

const listed = async (scope: HoldScope) => (await listHeldBy(db, scope)).held.map(({ id }) => id).sort();

test("one act releases several agents, with an event each, one notice for each person, and nothing that was cancelled or revoked", async () => {
  const mine = [await withLabel(owner.personId), await withLabel(owner.personId)];
  const all = [...mine, await withLabel(other.personId)].sort();
  const { requestId } = await addRequest(db, mine[0] ?? "", { state: "pending", now });
  await addRequest(db, mine[0] ?? "", { state: "approved", grant: "issued", now });
  const boss = await addPerson(db, { roles: ["admin"], now });
  await hold({ label });
  expect(await listed({ label })).toEqual(all);
  await releaseNow(db, { actor: admin, agentIds: all, now });
  for (const agentId of all) {
    expect(await statusOf(agentId)).toBe("active");
    expect(
      await db.$client`select 1 from audit_events where agent_id = ${agentId} and type = 'agent.released'
      and actor_id = ${admin.personId}`,
    ).toHaveLength(1);
  }
  const { requests, grants } = await stateOf(db, mine[0] ?? "");
  expect(requests[requestId]?.state).toBe("cancelled");
  expect(Object.values(grants)).toEqual(["revoked"]);
  const told = (person: TestPerson) => heldNotices(person, all, "agent_released");
  expect([await told(owner), await told(other), await told(boss)]).toEqual([[1], [0], [2]]);
  expect(await listed({ label })).toEqual([]);
});

test("where one of several agents can't be released, none is", async () => {
  const [held, free] = [await withLabel(owner.personId), await withLabel(owner.personId)];
  await holdAgent(db, { actor: owner, agentId: held, reason: null, now });
  const releasing = releaseNow(db, { actor: admin, agentIds: [held, free], now });
  await expect(releasing).rejects.toMatchObject({ code: "conflict" });
  expect(await statusOf(held)).toBe("quarantined");
});

test("an admin who was suspended since the passkey confirmed releases no agent", async () => {
  const agentId = await withLabel(owner.personId);
  await hold({ label });
  const former = await addPerson(db, { roles: ["admin"], now });
  await suspendPerson(db, { actor: admin, personId: former.personId, now });
  const late = releaseNow(db, { actor: former, agentIds: [agentId], now });
  await expect(late).rejects.toMatchObject({ code: "not_found" });
  expect(await statusOf(agentId)).toBe("quarantined");
});

test("an agent that froze itself is not among those that are released together, also after an admin's hold took that place", async () => {
  const frozen = [await withLabel(owner.personId), await withLabel(owner.personId)];
  const held = await withLabel(owner.personId);
  const reasons = ["Driven", null];
  for (const [n, agentId] of frozen.entries())
    await holdItself(db, { agentId, webhookId: `msg_${agentId}`, reason: reasons[n] ?? null, now });
  await holdAgent(db, { actor: owner, agentId: held, reason: null, now });
  expect(await listed({ label })).toEqual([held]);
  await hold({ label });
  expect(await listed({ label })).toEqual([held]);
});

test("an agent that was released and held again since it was listed stays on hold, with all others of the act", async () => {
  const all = [await withLabel(owner.personId), await withLabel(owner.personId)];
  await hold({ label });
  const stale = (await listHeldBy(db, { label })).held.map(({ id, heldAt }) => ({ agentId: id, heldAt }));
  await releaseNow(db, { actor: admin, agentIds: [all[0] ?? ""], now });
  await holdAgent(db, { actor: admin, agentId: all[0] ?? "", reason: null, now: addSeconds(now, 1) });
  const late = releaseHolds(db, { actor: admin, holds: stale, now: addSeconds(now, 2) });
  await expect(late).rejects.toMatchObject({ code: "conflict" });
  for (const agentId of all) expect(await statusOf(agentId)).toBe("quarantined");
});

test("of twenty acts at the same moment one holds the agents", async () => {
  const agentIds = [await addAgent(db, owner.personId, now), await addAgent(db, owner.personId, now)];
  const acts = await Promise.allSettled(Array.from({ length: 20 }, () => hold({ owner: owner.personId })));
  expect(acts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const agentId of agentIds) expect(await reasonsOf(agentId)).toHaveLength(1);
});
