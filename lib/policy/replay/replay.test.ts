import { beforeEach, describe, expect, test } from "vitest";
import { addSeconds } from "#lib/kernel/clock";
import { historyKey } from "#lib/policy/language/history";
import { totalOf } from "#lib/policy/language/total";
import { now } from "#lib/testing/workspace";
import { rule } from "../testing/judge.ts";
import { actor, auditEvents } from "../testing/workspace.ts";
import { asAllowed, later, noRefunds, ReplayWorkspace, three } from "./testing/replay-workspace.ts";

let workspace: ReplayWorkspace;
beforeEach(async () => {
  workspace = await ReplayWorkspace.open();
});

describe("a replay of the draft", () => {
  test("counts changed outcomes by old and new outcome, and lists each request", async () => {
    const ids = [
      await workspace.allowed(50),
      await workspace.allowed(60),
      await workspace.steppedUp(1250, { state: "denied" }),
    ];
    await workspace.draft(three);
    const id = await workspace.start();
    await workspace.run();
    const { state, done, summary, changes, endedAt } = await workspace.found(id);
    expect({ state, done, endedAt }).toEqual({ state: "done", done: 3, endedAt: later });
    expect(summary).toMatchObject({
      ...{ changed: 3, otherApprovers: 0, cannotBeTold: 0 },
      moves: expect.arrayContaining([
        { from: "allow", to: "step_up_3", count: 2 },
        { from: "step_up_1", to: "step_up_3", count: 1 },
      ]),
      load: [{ ownerId: workspace.owned.ownerId, before: 1, after: 3 }],
      approvals: { before: 1, after: 9 },
    });
    expect(changes.map(({ requestId }) => requestId).sort()).toEqual(ids.toSorted());
    expect(changes.find(({ requestId }) => requestId === ids[0])).toMatchObject({
      before: { outcome: "allow", ruleIds: ["refund-small"] },
      after: { outcome: "step_up", approvals: 3, ruleIds: ["three"] },
    });
    const steps = (await auditEvents(workspace.db, "policy.replayed")).map(
      (event) => (event as Recorded).data.step,
    );
    expect(steps.sort()).toEqual(["done", "started"]);
  });

  test("with a list evaluates each request by the values in the draft", async () => {
    const ids = [await workspace.allowed(50), await workspace.allowed(60, 86_400)];
    const unknown = (values: string[]) =>
      rule({
        ...{ id: "unknown", outcome: "step_up", resource: "*" },
        conditions: [{ kind: "text", param: "currency", is: "none_of", list: "Known", values }],
      });
    for (const [values, changed] of [
      [["EUR"], ids],
      [["EUR", "USD"], []],
    ] as const) {
      await workspace.draft(unknown([...values]));
      const id = await workspace.start();
      await workspace.run();
      const { summary, changes } = await workspace.found(id);
      expect(summary).toMatchObject({ changed: changed.length, cannotBeTold: 0 });
      expect(changes.map(({ requestId }) => requestId).sort()).toEqual(changed.toSorted());
    }
  });

  test("reads what was new to the agent at each request, as an ask did, without what was approved since", async () => {
    const at = (secondsAgo: number) => ({ secondsAgo, closedAt: addSeconds(now, 5 - secondsAgo) });
    const first = await workspace.steppedUp(50, { state: "approved", approvalsGiven: 1, ...at(90) });
    const early = await workspace.allowed(50, 88);
    await workspace.allowed(50, 80);
    // What is recorded decides, not what could be read now.
    const key = historyKey("new.90d params.currency", "USD");
    const recorded = await workspace.steppedUp(50, {
      ...asAllowed,
      secondsAgo: 70,
      facts: { isNew: { [key]: true } },
    });
    const isNew = { kind: "history", param: "currency", is: "new", days: 90 } as const;
    await workspace.draft(rule({ id: "new", outcome: "step_up", approvals: 2, conditions: [isNew] }));
    const id = await workspace.start();
    await workspace.run();
    const { summary, changes } = await workspace.found(id);
    expect(changes.map(({ requestId }) => requestId).sort()).toEqual([first, early, recorded].toSorted());
    expect(summary).toMatchObject({ cannotBeTold: 0 });
  });

  test("of the live policy finds no changes", async () => {
    await workspace.allowed(50);
    await workspace.steppedUp(1250);
    const id = await workspace.start();
    await workspace.run();
    expect(await workspace.found(id)).toMatchObject({ state: "done", summary: { changed: 0 }, changes: [] });
  });

  test("covers the newest requests, or those of the last days, and none made since", async () => {
    for (const days of [40, 20, 10]) await workspace.allowed(50, days * 86_400);
    await workspace.draft(noRefunds);
    for (const [scope, count] of [
      [{ last: 2 }, 2],
      [{ days: 15 }, 1],
      [{ days: 30 }, 2],
      [{ last: 50 }, 3],
    ] as const) {
      const id = await workspace.start({ scope });
      await workspace.run();
      expect(await workspace.found(id)).toMatchObject({
        total: count,
        done: count,
        summary: { changed: count },
      });
    }
    const id = await workspace.start({ now });
    await workspace.request(workspace.owned, { secondsAgo: -30 });
    await workspace.run();
    expect(await workspace.found(id)).toMatchObject({ total: 3, done: 3 });
  });

  test("evaluates each request by its recorded labels and totals", async () => {
    const condition = { kind: "total", of: "count", per: "agent", window: "24h", over: 2 } as const;
    const { name } = totalOf(condition, ["refund.create"]);
    await workspace.allowed(50, 10);
    await workspace.steppedUp(60, { ...asAllowed, facts: { labels: [], totals: { [name]: "3.0" } } });
    await workspace.steppedUp(70, { ...asAllowed, facts: { labels: ["prod"], totals: { [name]: "2.0" } } });
    await workspace.draft(rule({ id: "often", outcome: "block", conditions: [condition] }));
    const id = await workspace.start();
    await workspace.run();
    expect(await workspace.found(id)).toMatchObject({ summary: { changed: 1, cannotBeTold: 0 } });
    await workspace.draft(rule({ id: "prod", outcome: "block", labels: ["prod"] }));
    const otherId = await workspace.start();
    await workspace.run();
    expect(await workspace.found(otherId)).toMatchObject({ summary: { changed: 2, cannotBeTold: 0 } });
  });

  test("reconstructs past totals that a request did not record, also from before the replayed span", async () => {
    for (const secondsAgo of [7200, 3000, 2000, 1000]) await workspace.allowed(50, secondsAgo);
    const condition = {
      kind: "total",
      of: "sum",
      per: "agent",
      window: "1h",
      currencies: ["USD"],
      over: 100,
    } as const;
    await workspace.draft(
      rule({ id: "much", outcome: "block", conditions: [{ ...condition, currencies: ["USD"] }] }),
    );
    for (const [scope, total] of [
      [{ last: 4 }, 4],
      [{ last: 1 }, 1],
    ] as const) {
      const id = await workspace.start({ scope });
      await workspace.run();
      expect(await workspace.found(id)).toMatchObject({
        done: total,
        summary: { changed: 1, cannotBeTold: 0 },
      });
    }
  });

  test("evaluates each request at its own time", async () => {
    await workspace.allowed(50, 3600);
    await workspace.allowed(50, 0);
    const expiresAt = addSeconds(now, -1800).toISOString();
    await workspace.draft({ ...noRefunds, expiresAt });
    const id = await workspace.start();
    await workspace.run();
    // What a lapsed block covered gets the default, an approval.
    expect((await workspace.found(id)).summary?.moves).toEqual(
      expect.arrayContaining([
        { from: "allow", to: "block", count: 1 },
        { from: "allow", to: "step_up_1", count: 1 },
      ]),
    );
  });

  test("can be compared with the live version instead of the past decisions", async () => {
    // Decided by an older version that asked for two.
    await workspace.steppedUp(1250, { approvalsRequired: 2 });
    await workspace.draft(rule({ id: "elsewhere", outcome: "block", actions: ["other.thing"] }));
    const then = await workspace.start();
    await workspace.run();
    const inForce = await workspace.start({ against: "in_force" });
    await workspace.run();
    expect([
      (await workspace.found(then)).summary?.changed,
      (await workspace.found(inForce)).summary?.changed,
    ]).toEqual([1, 0]);
  });

  test("that requires the same number of other people finds a change", async () => {
    await workspace.steppedUp(1250);
    await workspace.draft(rule({ id: "owner", outcome: "step_up", approvers: { kind: "owner" } }));
    const id = await workspace.start();
    await workspace.run();
    expect((await workspace.found(id)).summary).toMatchObject({ changed: 1, otherApprovers: 1 });
  });
});

test("without requests is refused, and replays are only for admins", async () => {
  await expect(workspace.start()).rejects.toMatchObject({ code: "conflict" });
  await workspace.allowed(50);
  for (const role of ["approver", "auditor"] as const)
    await expect(workspace.start({ actor: actor(role) })).rejects.toMatchObject({ code: "not_found" });
});

test("an automatic replay ends the person's own running replay, but never another person's", async () => {
  await workspace.allowed(50);
  const own = await workspace.start();
  const next = await workspace.start({ isAutomatic: true });
  expect(await workspace.found(own)).toMatchObject({ state: "cancelled" });
  const other = { ...actor("admin"), personId: "per_other" };
  expect(await workspace.start({ isAutomatic: true, actor: other })).toBeUndefined();
  expect(await workspace.found(next)).toMatchObject({ state: "running" });
  const asked = await workspace.start({ actor: other });
  expect(await workspace.found(next)).toMatchObject({ state: "cancelled" });
  expect(await workspace.found(asked)).toMatchObject({ state: "running" });
});

interface Recorded {
  data: { step: string };
}
