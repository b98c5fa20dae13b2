import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import type { Database } from "#db/client";
import { replayChanges, replays } from "#db/schema/policy";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/clock";
import { now, QueueWorld, refund } from "#lib/requests/testing/queue-world";
import { foreseeNextVersion } from "../next-version.ts";
import { publishPolicy } from "../publish.ts";
import { removeRule } from "../remove-rule.ts";
import type { Rule } from "../rule.ts";
import { saveRule } from "../save-rule.ts";
import { rule } from "../testing/judge.ts";
import { actor, auditEvents } from "../testing/workspace.ts";
import { totalOf } from "../total.ts";
import { cancelReplay } from "./cancel-replay.ts";
import { findReplay, latestReplay, replayProgress } from "./find-replay.ts";
import { listReplayChanges } from "./list-changes.ts";
import { runReplay } from "./run-replay.ts";
import { replayStanding } from "./standing.ts";
import { startReplay } from "./start-replay.ts";
import { replaySummarySchema } from "./tally.ts";

let db: Database;
let world: QueueWorld;
let agent: { id: string; ownerId: string };
const admin = actor("admin");
const later = addSeconds(now, 60);
const clock = () => later;

beforeEach(async () => {
  ({ db } = await createTestDatabase());
  world = new QueueWorld(db);
  await world.seed();
  agent = await world.agent("Support", await world.person("Ada"));
});

const amount = (value: number) => ({ ...refund, params: { amount: value, currency: "USD" } });

/** Past requests of an amount, as version 1 decided on them. */
const allowed = (value: number, secondsAgo = 0) =>
  world.request(agent, {
    ...{ state: "allowed", approvalsRequired: 0, ruleIds: ["refund-small"], secondsAgo },
    wanted: amount(value),
  });
const steppedUp = (value: number, more: object = {}) =>
  world.request(agent, { wanted: amount(value), ...more });

async function draft(...rules: Rule[]): Promise<void> {
  for (const one of rules) {
    const { revision } = (await foreseeNextVersion(db)).draft;
    await saveRule(db, { actor: admin, rule: one, revision, now });
  }
}

const start = (more: object = {}) =>
  startReplay(db, { actor: admin, scope: { last: 100_000 }, against: "then", now: later, ...more });

async function found(id: string) {
  const [row] = await db.select().from(replays).where(eq(replays.id, id));
  const changes = await db.select().from(replayChanges).where(eq(replayChanges.replayId, id));
  return { ...row, summary: row?.summary && replaySummarySchema.parse(row.summary), changes };
}

const noBlock = rule({ id: "none", outcome: "block" });
const three = rule({ id: "three", outcome: "step_up", approvals: 3 });

describe("a replay of the draft", () => {
  test("counts what would end otherwise, from what to what, and lists each", async () => {
    const ids = [await allowed(50), await allowed(60), await steppedUp(1250, { state: "denied" })];
    await draft(three);
    const id = await start();
    await runReplay(db, { clock });
    const { state, done, summary, changes, endedAt } = await found(id);
    expect({ state, done, endedAt }).toEqual({ state: "done", done: 3, endedAt: later });
    expect(summary).toMatchObject({
      ...{ changed: 3, otherApprovers: 0, cannotBeTold: 0 },
      moves: expect.arrayContaining([
        { from: "allow", to: "step_up_3", count: 2 },
        { from: "step_up_1", to: "step_up_3", count: 1 },
      ]),
      load: [{ ownerId: agent.ownerId, before: 1, after: 3 }],
      approvals: { before: 1, after: 9 },
    });
    expect(changes.map(({ requestId }) => requestId).sort()).toEqual(ids.toSorted());
    expect(changes.find(({ requestId }) => requestId === ids[0])).toMatchObject({
      before: { outcome: "allow", ruleIds: ["refund-small"] },
      after: { outcome: "step_up", approvals: 3, ruleIds: ["three"] },
    });
    const steps = (await auditEvents(db, "policy.replayed")).map((event) => (event as Recorded).data.step);
    expect(steps.sort()).toEqual(["done", "started"]);
  });

  test("of the policy in force changes nothing, and finds the same as was decided", async () => {
    await allowed(50);
    await steppedUp(1250);
    const id = await start();
    await runReplay(db, { clock });
    expect(await found(id)).toMatchObject({ state: "done", summary: { changed: 0 }, changes: [] });
  });

  test("looks at the newest so many, or at those of so many days, and at none made since", async () => {
    for (const days of [40, 20, 10]) await allowed(50, days * 86_400);
    await draft(noBlock);
    for (const [scope, count] of [
      [{ last: 2 }, 2],
      [{ days: 15 }, 1],
      [{ days: 30 }, 2],
      [{ last: 50 }, 3],
    ] as const) {
      const id = await start({ scope });
      await runReplay(db, { clock });
      expect(await found(id)).toMatchObject({ total: count, done: count, summary: { changed: count } });
    }
    const id = await start({ now });
    await world.request(agent, { secondsAgo: -30 });
    await runReplay(db, { clock });
    expect(await found(id)).toMatchObject({ total: 3, done: 3 });
  });

  test("judges each request by the labels and totals that it recorded", async () => {
    const condition = { kind: "total", of: "count", per: "agent", window: "24h", over: 2 } as const;
    const { name } = totalOf(condition, ["refund.create"]);
    await allowed(50, 10);
    await steppedUp(60, { ...asAllowed, facts: { labels: [], totals: { [name]: "3.0" } } });
    await steppedUp(70, { ...asAllowed, facts: { labels: ["prod"], totals: { [name]: "2.0" } } });
    await draft(rule({ id: "often", outcome: "block", conditions: [condition] }));
    const id = await start();
    await runReplay(db, { clock });
    expect(await found(id)).toMatchObject({ summary: { changed: 1, cannotBeTold: 0 } });
    await draft(rule({ id: "prod", outcome: "block", labels: ["prod"] }));
    const other = await start();
    await runReplay(db, { clock });
    expect(await found(other)).toMatchObject({ summary: { changed: 2, cannotBeTold: 0 } });
  });

  test("adds totals up as they were then, where a request did not record them, from before it begins too", async () => {
    for (const secondsAgo of [7200, 3000, 2000, 1000]) await allowed(50, secondsAgo);
    const condition = {
      kind: "total",
      of: "sum",
      per: "agent",
      window: "1h",
      currencies: ["USD"],
      over: 100,
    } as const;
    await draft(rule({ id: "much", outcome: "block", conditions: [{ ...condition, currencies: ["USD"] }] }));
    for (const [scope, total] of [
      [{ last: 4 }, 4],
      [{ last: 1 }, 1],
    ] as const) {
      const id = await start({ scope });
      await runReplay(db, { clock });
      expect(await found(id)).toMatchObject({ done: total, summary: { changed: 1, cannotBeTold: 0 } });
    }
  });

  test("judges each request at its own time", async () => {
    await allowed(50, 3600);
    await allowed(50, 0);
    const expiresAt = addSeconds(now, -1800).toISOString();
    await draft({ ...noBlock, expiresAt });
    const id = await start();
    await runReplay(db, { clock });
    // What a lapsed block covered gets the default, an approval.
    expect((await found(id)).summary?.moves).toEqual(
      expect.arrayContaining([
        { from: "allow", to: "block", count: 1 },
        { from: "allow", to: "step_up_1", count: 1 },
      ]),
    );
  });

  test("can be compared with the version in force instead of what was decided then", async () => {
    // Decided by an older version that asked for two.
    await steppedUp(1250, { approvalsRequired: 2 });
    await draft(rule({ id: "elsewhere", outcome: "block", actions: ["other.thing"] }));
    const then = await start();
    await runReplay(db, { clock });
    const inForce = await start({ against: "in_force" });
    await runReplay(db, { clock });
    expect([(await found(then)).summary?.changed, (await found(inForce)).summary?.changed]).toEqual([1, 0]);
  });

  test("that asks for other people, though no more of them, is a change", async () => {
    await steppedUp(1250);
    await draft(rule({ id: "owner", outcome: "step_up", approvers: { kind: "owner" } }));
    const id = await start();
    await runReplay(db, { clock });
    expect((await found(id)).summary).toMatchObject({ changed: 1, otherApprovers: 1 });
  });
});

describe("a replay under way", () => {
  beforeEach(async () => {
    await fill(5000);
    await draft(noBlock);
  });

  test("that is cancelled stops with the batch, and keeps no result of it", async () => {
    const id = await start();
    const running = runReplay(db, { clock });
    await cancelReplay(db, { actor: admin, replayId: id, now });
    await running;
    const { state, done, changes } = await found(id);
    expect({ state, kept: changes.length }).toEqual({ state: "cancelled", kept: done });
    expect(done).toBeLessThan(5000);
    await expect(cancelReplay(db, { actor: admin, replayId: id, now })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("that a stopped worker left goes on where it was, and counts nothing twice", async () => {
    const id = await start();
    const stopping = new AbortController();
    const stopped = runReplay(db, { clock, signal: stopping.signal });
    await expect.poll(async () => (await found(id)).done, { interval: 1 }).toBeGreaterThan(0);
    stopping.abort();
    await stopped;
    const half = await found(id);
    expect(half).toMatchObject({ state: "running" });
    expect(half.changes).toHaveLength(half.done ?? 0);
    await runReplay(db, { clock });
    const whole = await found(id);
    expect(whole).toMatchObject({ state: "done", done: 5000, summary: { changed: 5000 } });
    expect(whole.changes).toHaveLength(5000);
  });

  test("by four workers at once has one result", async () => {
    const id = await start();
    await Promise.all(Array.from({ length: 4 }, () => runReplay(db, { clock })));
    const { state, done, summary, changes } = await found(id);
    expect({ state, done, changed: summary?.changed }).toEqual({ state: "done", done: 5000, changed: 5000 });
    expect(changes).toHaveLength(5000);
  });

  test("is cancelled by a new one, so that never two run; of several starts at once one goes on", async () => {
    const first = await start();
    const second = await start();
    expect((await found(first)).state).toBe("cancelled");
    expect((await found(second)).state).toBe("running");
    const starts = await Promise.allSettled(Array.from({ length: 10 }, () => start()));
    for (const one of starts)
      if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "conflict" });
    expect(await db.$count(replays, eq(replays.state, "running"))).toBe(1);
  });

  test("lets others have their turn every few milliseconds", async () => {
    await start();
    let longest = 0;
    let last = performance.now();
    const ticking = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    await runReplay(db, { clock });
    clearInterval(ticking);
    expect(longest).toBeLessThan(250);
  });
});

test("its page lists what changed, by what became of it, a page at a time, and says when the draft has moved on", async () => {
  await fill(60);
  const id = await steppedUp(1250);
  await draft(noBlock);
  const replayId = await start();
  await runReplay(db, { clock });
  const viewer = admin;
  const list = (filter: object) => listReplayChanges(db, viewer, replayId, filter);
  const first = await list({});
  const second = await list({ after: first.next });
  expect([first.changes.length, second.changes.length, second.next]).toEqual([50, 11, undefined]);
  expect(first.changes[0]).toMatchObject({ requestId: id, resource: "charge/ch_81", agentName: "Support" });
  expect((await list({ from: "step_up_1", to: "block" })).changes.map(({ requestId }) => requestId)).toEqual([
    id,
  ]);
  expect((await list({ from: "block" })).changes).toEqual([]);

  const standing = async () => replayStanding(db, await findReplay(db, viewer, replayId));
  expect(await standing()).toEqual({ of: "draft" });
  await draft(three);
  expect(await standing()).toEqual({ of: "earlier_draft" });
  const { revision } = (await foreseeNextVersion(db)).draft;
  await removeRule(db, { actor: admin, ruleId: "three", revision, now });
  await publishPolicy(db, {
    ...{ actor: admin, ...(await foreseeNextVersion(db)), expectedVersion: 1, now },
  });
  expect(await standing()).toEqual({ of: "in_force", version: 2 });

  for (const role of ["approver", "auditor"] as const) {
    const other = actor(role);
    await expect(findReplay(db, other, replayId)).rejects.toMatchObject({ code: "not_found" });
    await expect(listReplayChanges(db, other, replayId, {})).rejects.toMatchObject({ code: "not_found" });
    await expect(latestReplay(db, other)).rejects.toMatchObject({ code: "not_found" });
    await expect(replayProgress(db, other, replayId)).rejects.toMatchObject({ code: "not_found" });
  }
});

test("nothing to replay is said, and replays are for admins alone", async () => {
  await expect(start()).rejects.toMatchObject({ code: "conflict" });
  await allowed(50);
  for (const role of ["approver", "auditor"] as const)
    await expect(start({ actor: actor(role) })).rejects.toMatchObject({ code: "not_found" });
});

interface Recorded {
  data: { step: string };
}

const asAllowed = { state: "allowed", approvalsRequired: 0, ruleIds: ["refund-small"] };

/** Many allowed requests, copies of one. */
async function fill(count: number): Promise<void> {
  const id = await allowed(50, 3600);
  await db.execute(sql`
    insert into requests select (jsonb_populate_record(r, jsonb_build_object(
      'id', 'req_' || lpad(n::text, 26, '0'), 'webhook_id', 'copy-' || n))).*
    from requests r, generate_series(1, ${count - 1}::int) n where r.id = ${id}`);
}
