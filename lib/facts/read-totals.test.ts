import { expect, test } from "vitest";
import { totalOf } from "#lib/policy/language/total";
import { totalLocks } from "./read-totals.ts";

test("actions without a resource don't wait for each other at a total per resource", () => {
  const totals = (["agent", "resource"] as const).map((per) =>
    totalOf({ kind: "total", of: "count", per, window: "1h", over: 1 }, ["refund.*"]),
  );
  const request = { agentId: "agt_1", ownerId: "psn_1", amount: undefined, at: new Date(0) };
  const action = { type: "refund.create", params: {} };
  expect(totalLocks(totals, { ...request, action })).toEqual(["total/agent/agt_1"]);
  expect(totalLocks(totals, { ...request, action: { ...action, resource: "charge/1" } })).toEqual([
    "total/agent/agt_1",
    "total/resource/charge/1",
  ]);
});
