import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { agents } from "#db/schema/agents";
import { policyDraft } from "#db/schema/policy";
import { testRequestType } from "#lib/descriptors/test-request-type";
import { type Rule, ruleSchema } from "#lib/policy/language/rule";
import { defaultCatalog } from "#lib/policy/versions/defaults";
import { insertVersion } from "#lib/policy/versions/insert-version";
import { now, refund, TestWorkspace } from "#lib/testing/workspace";
import { type Trial, tryAsk } from "./try-ask.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;

const perAgent = total("agent", 1000);

const owner = await workspace.person("Olive Owner");
const stranger = await workspace.person("Sam Stranger");
const admin = await workspace.person("Ada Admin", ["admin"]);
const bot = await workspace.agent("Refund bot", owner);
await db.update(agents).set({ labels: ["prod"] });
const rules = [rule("agent", perAgent), rule("resource", total("resource", 2000))];
const actor = { type: "person", id: admin.personId } as const;
const content = {
  rules,
  catalog: defaultCatalog,
  defaultOutcome: "step_up",
  unclassified: "default_outcome",
} as const;
await insertVersion(db, { version: 2, ...content, actor, now });
await db.insert(policyDraft).values({
  ...{
    id: 1,
    baseVersion: 2,
    revision: 1,
    defaultOutcome: "block",
    unclassified: "default_outcome",
    updatedBy: admin.personId,
    updatedAt: now,
  },
  rules: [ruleSchema.parse({ ...rule("labelled"), outcome: "block", labels: ["prod"] })],
});
await workspace.request(bot, {
  state: "allowed",
  amount: "900",
  currency: "USD",
  resource: refund.resource,
});

const tried = (parts: Partial<Trial> = {}) =>
  tryAsk(db, {
    viewer: admin,
    policy: "in_force",
    agentId: bot.id,
    action: refund,
    at: later(),
    now,
    ...parts,
  });

test("a simulated ask is evaluated with the real labels and totals, including itself", async () => {
  const { verdict, rules } = await tried();
  expect(verdict).toMatchObject({ outcome: "step_up", policyVersion: 2, ruleIds: ["agent", "resource"] });
  expect(rules[0]?.findings[0]?.phrase).toEqual([
    "total amount per agent in 24 hours: 2,150.00 is over 1,000.00",
  ]);
  expect((await tried({ policy: "draft" })).verdict).toMatchObject({
    outcome: "block",
    ruleIds: ["labelled"],
  });
});

test("a simulated ask counts the agent's requests for exactly the same action", async () => {
  await workspace.request(bot, { state: "allowed", wanted: { ...refund, resource: "charge/twice" } });
  const again: Rule["conditions"] = [{ kind: "total", of: "count", per: "action", window: "24h", over: 1 }];
  await db.update(policyDraft).set({ rules: [{ ...rule("again", again), outcome: "block" }] });
  const repeated = { ...refund, resource: "charge/twice" };
  expect((await tried({ policy: "draft", action: repeated })).verdict.ruleIds).toEqual(["again"]);
  const other = { ...repeated, params: { ...refund.params, amount: 1 } };
  expect((await tried({ policy: "draft", action: other })).verdict.ruleIds).toEqual([]);
});

test("a simulated ask is not stored", async () => {
  const counts = () =>
    db.execute(sql`
    select (select count(*) from requests) as requests, (select count(*) from audit_events) as events,
      (select count(*) from grants) as grants, (select max(revision) from policy_draft) as revision`);
  const before = await counts();
  await tried();
  await tried({ policy: "draft" });
  expect(await counts()).toEqual(before);
});

test("totals over other agents' requests are not read for a viewer who may not see them", async () => {
  const { verdict } = await tried({ viewer: owner });
  expect(verdict).toMatchObject({ ruleIds: ["agent", "resource"], indeterminateRuleIds: ["resource"] });
});

test("agents, the draft and the simulator are found only by viewers who may see them", async () => {
  await expect(tried({ viewer: stranger })).rejects.toMatchObject({ code: "not_found" });
  await expect(tried({ viewer: owner, policy: "draft" })).rejects.toMatchObject({ code: "not_found" });
  await expect(tried({ viewer: { ...owner, roles: [] } })).rejects.toMatchObject({ code: "not_found" });
});

test("params that the catalog refuses are refused like an agent's", async () => {
  const action = { ...refund, params: { amount: -1, currency: "USD" } };
  await expect(tried({ action })).rejects.toMatchObject({
    code: "invalid_action",
    details: { errors: [{ path: "/action/params/amount" }] },
  });
});

function total(per: "agent" | "resource", over: number): Rule["conditions"] {
  return [{ kind: "total", of: "sum", per, window: "24h", currencies: ["USD"], over }];
}

function rule(id: string, conditions: Rule["conditions"] = []): Rule {
  return ruleSchema.parse({ id, title: id, outcome: "step_up", actions: ["refund.create"], conditions });
}

function later(): Date {
  return new Date(now.getTime() + 1000);
}

test("the action type of test requests is refused in a trial as in an ask", async () => {
  const action = { type: testRequestType, params: { purpose: "x" } };
  await expect(tried({ action })).rejects.toMatchObject({ code: "invalid_action" });
});
