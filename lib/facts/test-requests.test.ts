import { expect, test } from "vitest";
import { testRequestType } from "#lib/descriptors/test-request-type";
import { checkSubtotals } from "#lib/facts/check-subtotals";
import { mergeSubtotals } from "#lib/facts/merge-subtotals";
import { totalOf } from "#lib/policy/language/total";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { readRunningTotals } from "./read-running-totals.ts";
import { readTotals } from "./read-totals.ts";

test("test requests add to no total, so that no rule treats another agent of their owner otherwise", async () => {
  const workspace = await TestWorkspace.open();
  const { db } = workspace;
  const ada = await workspace.person("Ada");
  const bot = await workspace.agent("Bot", ada);
  const tester = await workspace.agentOfTests(ada);
  const hour = 3600;
  // In each part of the window: its first minute, whole hours and minutes, and the present minute.
  for (const secondsAgo of [hour - 1, hour / 2, 90, 1])
    for (const state of ["pending", "allowed"] as const)
      await workspace.request(tester, { state, secondsAgo, edge: "test" });
  await workspace.request(bot, { state: "allowed", secondsAgo: 1 });

  const total = totalOf({ kind: "total", of: "count", per: "owner", window: "1h", over: 1 }, ["*"]);
  const action = { type: "refund.create", params: {} };
  const request = { agentId: bot.id, ownerId: ada.personId, action, amount: undefined, at: now };
  const running = async () => {
    const read = await readRunningTotals(db.$client, [
      { totals: [total], request: { ...request, action: { ...action, type: testRequestType } } },
      { totals: [total], request },
    ]);
    // Of the same batch.
    read.add({ ...request, action: { ...action, type: testRequestType } }, { isPending: true });
    return read.of(1).totals[total.name];
  };
  expect(await running()).toBe("2.0");
  expect(await readTotals(db.$client, [total], request)).toEqual({ totals: { [total.name]: "2.0" } });
  await mergeSubtotals(db, now);
  expect(await running()).toBe("2.0");
  expect(await checkSubtotals(db, now)).toEqual({ totals: 0, outcomes: 0 });
});
