import { beforeEach, describe, expect, test } from "vitest";
import { addSeconds } from "#lib/clock";
import { totalOf } from "#lib/policy/language/total";
import { now } from "#lib/requests/testing/queue-world";
import { rule } from "../testing/judge.ts";
import { actor, auditEvents } from "../testing/workspace.ts";
import { asAllowed, later, noRefunds, ReplayWorld, three } from "./testing/replay-world.ts";

let world: ReplayWorld;
beforeEach(async () => {
  world = await ReplayWorld.open();
});

describe("a replay of the draft", () => {
  test("counts changed outcomes by old and new outcome, and lists each request", async () => {
    const ids = [
      await world.allowed(50),
      await world.allowed(60),
      await world.steppedUp(1250, { state: "denied" }),
    ];
    await world.draft(three);
    const id = await world.start();
    await world.run();
    const { state, done, summary, changes, endedAt } = await world.found(id);
    expect({ state, done, endedAt }).toEqual({ state: "done", done: 3, endedAt: later });
    expect(summary).toMatchObject({
      ...{ changed: 3, otherApprovers: 0, cannotBeTold: 0 },
      moves: expect.arrayContaining([
        { from: "allow", to: "step_up_3", count: 2 },
        { from: "step_up_1", to: "step_up_3", count: 1 },
      ]),
      load: [{ ownerId: world.owned.ownerId, before: 1, after: 3 }],
      approvals: { before: 1, after: 9 },
    });
    expect(changes.map(({ requestId }) => requestId).sort()).toEqual(ids.toSorted());
    expect(changes.find(({ requestId }) => requestId === ids[0])).toMatchObject({
      before: { outcome: "allow", ruleIds: ["refund-small"] },
      after: { outcome: "step_up", approvals: 3, ruleIds: ["three"] },
    });
    const steps = (await auditEvents(world.db, "policy.replayed")).map(
      (event) => (event as Recorded).data.step,
    );
    expect(steps.sort()).toEqual(["done", "started"]);
  });

  test("of the live policy finds no changes", async () => {
    await world.allowed(50);
    await world.steppedUp(1250);
    const id = await world.start();
    await world.run();
    expect(await world.found(id)).toMatchObject({ state: "done", summary: { changed: 0 }, changes: [] });
  });

  test("covers the newest requests, or those of the last days, and none made since", async () => {
    for (const days of [40, 20, 10]) await world.allowed(50, days * 86_400);
    await world.draft(noRefunds);
    for (const [scope, count] of [
      [{ last: 2 }, 2],
      [{ days: 15 }, 1],
      [{ days: 30 }, 2],
      [{ last: 50 }, 3],
    ] as const) {
      const id = await world.start({ scope });
      await world.run();
      expect(await world.found(id)).toMatchObject({ total: count, done: count, summary: { changed: count } });
    }
    const id = await world.start({ now });
    await world.request(world.owned, { secondsAgo: -30 });
    await world.run();
    expect(await world.found(id)).toMatchObject({ total: 3, done: 3 });
  });

  test("evaluates each request by its recorded labels and totals", async () => {
    const condition = { kind: "total", of: "count", per: "agent", window: "24h", over: 2 } as const;
    const { name } = totalOf(condition, ["refund.create"]);
    await world.allowed(50, 10);
    await world.steppedUp(60, { ...asAllowed, facts: { labels: [], totals: { [name]: "3.0" } } });
    await world.steppedUp(70, { ...asAllowed, facts: { labels: ["prod"], totals: { [name]: "2.0" } } });
    await world.draft(rule({ id: "often", outcome: "block", conditions: [condition] }));
    const id = await world.start();
    await world.run();
    expect(await world.found(id)).toMatchObject({ summary: { changed: 1, cannotBeTold: 0 } });
    await world.draft(rule({ id: "prod", outcome: "block", labels: ["prod"] }));
    const otherId = await world.start();
    await world.run();
    expect(await world.found(otherId)).toMatchObject({ summary: { changed: 2, cannotBeTold: 0 } });
  });

  test("reconstructs past totals that a request did not record, also from before the replayed span", async () => {
    for (const secondsAgo of [7200, 3000, 2000, 1000]) await world.allowed(50, secondsAgo);
    const condition = {
      kind: "total",
      of: "sum",
      per: "agent",
      window: "1h",
      currencies: ["USD"],
      over: 100,
    } as const;
    await world.draft(
      rule({ id: "much", outcome: "block", conditions: [{ ...condition, currencies: ["USD"] }] }),
    );
    for (const [scope, total] of [
      [{ last: 4 }, 4],
      [{ last: 1 }, 1],
    ] as const) {
      const id = await world.start({ scope });
      await world.run();
      expect(await world.found(id)).toMatchObject({ done: total, summary: { changed: 1, cannotBeTold: 0 } });
    }
  });

  test("evaluates each request at its own time", async () => {
    await world.allowed(50, 3600);
    await world.allowed(50, 0);
    const expiresAt = addSeconds(now, -1800).toISOString();
    await world.draft({ ...noRefunds, expiresAt });
    const id = await world.start();
    await world.run();
    // What a lapsed block covered gets the default, an approval.
    expect((await world.found(id)).summary?.moves).toEqual(
      expect.arrayContaining([
        { from: "allow", to: "block", count: 1 },
        { from: "allow", to: "step_up_1", count: 1 },
      ]),
    );
  });

  test("can be compared with the live version instead of the past decisions", async () => {
    // Decided by an older version that asked for two.
    await world.steppedUp(1250, { approvalsRequired: 2 });
    await world.draft(rule({ id: "elsewhere", outcome: "block", actions: ["other.thing"] }));
    const then = await world.start();
    await world.run();
    const inForce = await world.start({ against: "in_force" });
    await world.run();
    expect([
      (await world.found(then)).summary?.changed,
      (await world.found(inForce)).summary?.changed,
    ]).toEqual([1, 0]);
  });

  test("that requires the same number of other people finds a change", async () => {
    await world.steppedUp(1250);
    await world.draft(rule({ id: "owner", outcome: "step_up", approvers: { kind: "owner" } }));
    const id = await world.start();
    await world.run();
    expect((await world.found(id)).summary).toMatchObject({ changed: 1, otherApprovers: 1 });
  });
});

test("without requests is refused, and replays are only for admins", async () => {
  await expect(world.start()).rejects.toMatchObject({ code: "conflict" });
  await world.allowed(50);
  for (const role of ["approver", "auditor"] as const)
    await expect(world.start({ actor: actor(role) })).rejects.toMatchObject({ code: "not_found" });
});

interface Recorded {
  data: { step: string };
}
