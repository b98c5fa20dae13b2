import { beforeEach, expect, test } from "vitest";
import type { Database } from "#db/client";
import { requests } from "#db/schema/requests";
import type { Condition } from "#lib/policy/language/condition";
import type { Rule } from "#lib/policy/language/rule";
import { rule } from "#lib/policy/testing/judge";
import { actor } from "#lib/policy/testing/workspace";
import { versionInForce } from "#lib/policy/versions/versions";
import { now, refund, TestWorkspace } from "#lib/testing/workspace";
import { foreseePending } from "./foresee-pending.ts";
import { publishPolicy } from "./publish.ts";

let db: Database;
let workspace: TestWorkspace;
let agent: { id: string; ownerId: string };
beforeEach(async () => {
  workspace = await TestWorkspace.open();
  ({ db } = workspace);
  agent = await workspace.agent("Support", await workspace.person("Ada"));
});

const of = (amount: number) => ({ ...refund, params: { amount, currency: "USD" } });
const from = (over: number, upTo?: number): Condition[] => [
  { kind: "amount", amount: "amount", currency: "currency", currencies: ["USD"], over, upTo },
];

async function foresee(rules: Rule[]) {
  const content = { ...(await versionInForce(db)), rules };
  return foreseePending(db, { viewer: actor("admin"), content, now });
}

test("foresees exactly what publishing does to each pending request", async () => {
  const ids = {
    blocked: await workspace.request(agent, { wanted: of(9000) }),
    stricter: await workspace.request(agent, { wanted: of(2000) }),
    same: await workspace.request(agent, { wanted: of(500), approvalsRequired: 2 }),
    others: await workspace.request(agent, { wanted: of(150) }),
    late: await workspace.request(agent, { wanted: of(9000), lifeSeconds: -5 }),
  };
  const rules = [
    rule({ id: "no", outcome: "block", conditions: from(5000) }),
    rule({ id: "three", outcome: "step_up", approvals: 3, conditions: from(1000, 5000) }),
    rule({ id: "one", outcome: "step_up", conditions: from(400, 1000) }),
    rule({ id: "owner", outcome: "step_up", approvers: { kind: "owner" }, conditions: from(0, 400) }),
  ];
  const { affected, ...counts } = await foresee(rules);
  expect(counts).toEqual({ cancelled: 1, stricter: 2, unchanged: 1, allowedIfAskedAgain: 0 });
  const others = { needsNumber: false, readsLonger: false, endsEdits: false };
  const stricter = { kind: "stricter", hasShorterGrant: false, expiresSooner: false, ...others };
  expect(Object.fromEntries(affected.map(({ id, outcome, ruleIds }) => [id, { outcome, ruleIds }]))).toEqual({
    [ids.blocked]: { outcome: { kind: "cancelled" }, ruleIds: ["no"] },
    [ids.stricter]: { outcome: { ...stricter, approvals: 3, asksOthers: false }, ruleIds: ["three"] },
    [ids.others]: { outcome: { ...stricter, approvals: 1, asksOthers: true }, ruleIds: ["owner"] },
  });
  await publishPolicy(db, {
    ...{ actor: actor("admin"), rules, defaultOutcome: "step_up", expectedVersion: 1, now },
  });
  const after = new Map((await db.select().from(requests)).map((row) => [row.id, row]));
  expect(after.get(ids.blocked)).toMatchObject({ state: "cancelled", closeReason: "blocked_by_policy" });
  expect(after.get(ids.stricter)).toMatchObject({ state: "pending", approvalsRequired: 3, policyVersion: 2 });
  expect(after.get(ids.same)).toMatchObject({ state: "pending", approvalsRequired: 2, policyVersion: 1 });
  expect(after.get(ids.others)).toMatchObject({ state: "pending", approvalsRequired: 1, policyVersion: 2 });
});

test("foresees stricter safeguards", async () => {
  const edits = { numberMatching: false, readingSeconds: 3, allowEdits: true };
  await workspace.request(agent, { safeguards: edits });
  const outcomes = async (parts: Partial<Rule>) =>
    (await foresee([rule({ outcome: "step_up", ...parts })])).affected.map(({ outcome }) => outcome);
  expect(await outcomes({ readingSeconds: 2, allowEdits: true })).toEqual([]);
  expect(await outcomes({ readingSeconds: 5, numberMatching: true })).toMatchObject([
    { kind: "stricter", needsNumber: true, readsLonger: true, endsEdits: true },
  ]);
});

test("lists at most one page and counts all requests, only for admins", async () => {
  await Promise.all(Array.from({ length: 120 }, () => workspace.request(agent)));
  const { cancelled, affected } = await foresee([rule({ outcome: "block" })]);
  expect([cancelled, affected.length]).toEqual([120, 100]);
  const content = await versionInForce(db);
  for (const role of ["approver", "auditor"] as const)
    await expect(foreseePending(db, { viewer: actor(role), content, now })).rejects.toMatchObject({
      code: "not_found",
    });
});
