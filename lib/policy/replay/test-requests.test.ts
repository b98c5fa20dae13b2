import { expect, test } from "vitest";
import { rule } from "#lib/policy/testing/judge";
import { refund } from "#lib/testing/workspace";
import { countMatches } from "./count-matches.ts";
import { admin, later, noRefunds, ReplayWorkspace } from "./testing/replay-workspace.ts";

test("test requests are in no impact preview, and in no count of the requests that a rule matches", async () => {
  const workspace = await ReplayWorkspace.open();
  const tester = await workspace.agentOfTests(await workspace.person("Bo"));
  const testRequest = () => workspace.request(tester, { wanted: refund, state: "denied", edge: "test" });
  const matches = (mostRequests: number) => {
    const block = rule({ id: "all", outcome: "block", actions: ["*"] });
    return countMatches(workspace.db, { viewer: admin, rule: block, now: later, mostRequests });
  };
  await workspace.draft(noRefunds);
  await testRequest();
  await expect(workspace.start()).rejects.toMatchObject({ details: { reason: "no_requests" } });
  expect(await matches(1)).toEqual({ matched: 0, of: 0, isCut: false });

  await workspace.steppedUp(150);
  await testRequest();
  await workspace.steppedUp(150);
  const id = await workspace.start();
  await workspace.run();
  const { total, done, summary } = await workspace.found(id);
  expect([total, done, summary?.changed]).toEqual([2, 2, 2]);
  // Both were asked by one owner's agent; the test request's owner is another.
  expect(summary?.load.map(({ before }) => before)).toEqual([2]);
  expect(await matches(2)).toEqual({ matched: 2, of: 2, isCut: false });
});
