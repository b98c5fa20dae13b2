import { beforeEach, describe, expect, test } from "vitest";
import type { Database } from "#db/client";
import { addSeconds } from "#lib/kernel/clock";
import { readDraft } from "#lib/policy/drafts/draft";
import { enforceRule, saveRule } from "#lib/policy/drafts/draft-rules";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import type { Rule } from "#lib/policy/language/rule";
import { rule } from "#lib/policy/testing/judge";
import { actor } from "#lib/policy/testing/workspace";
import { publishPolicy } from "#lib/publishing/publish";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { listMonitored } from "./list-monitored.ts";

let db: Database;
let workspace: TestWorkspace;
let agent: { id: string; ownerId: string };
const admin = actor("admin");

beforeEach(async () => {
  workspace = await TestWorkspace.open();
  ({ db } = workspace);
  agent = await workspace.agent("Support", await workspace.person("Ada"));
});

async function publish(rules: Rule[], secondsAgo: number): Promise<void> {
  const expectedVersion = await currentPolicyVersion(db);
  await publishPolicy(db, {
    ...{ actor: admin, rules, defaultOutcome: "step_up", expectedVersion, now: addSeconds(now, -secondsAgo) },
  });
}

const watch = rule({ id: "watch", outcome: "block", isMonitored: true });
const otherRule = rule({ id: "other", outcome: "step_up" });
const seen = (
  state: "allowed" | "blocked" | "denied",
  outcome: string,
  secondsAgo: number,
  ids = ["watch"],
) => workspace.request(agent, { state, secondsAgo, monitored: { ruleIds: ids, outcome } });

describe("the hypothetical outcomes of rules in monitor mode", () => {
  test("are counted by outcome since the rule is live in this form, with the newest different ones", async () => {
    await publish([{ ...watch, title: "An earlier form" }], 5000);
    await seen("allowed", "block", 4500);
    await publish([watch], 4000);
    await seen("allowed", "block", 3000);
    await publish([watch, otherRule], 2000);
    const newest = await seen("denied", "block", 1000);
    await seen("blocked", "block", 900);
    await seen("allowed", "block", 800, ["another"]);
    await workspace.request(agent, { secondsAgo: 700 });
    const [found, ...others] = await listMonitored(db, admin);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ rule: watch, since: addSeconds(now, -4000) });
    expect(found?.counts).toEqual(
      expect.arrayContaining([
        { was: "allow", wouldBe: "block", count: 1 },
        { was: "step_up", wouldBe: "block", count: 1 },
        { was: "block", wouldBe: "block", count: 1 },
      ]),
    );
    expect(found?.counts).toHaveLength(3);
    expect(found?.examples).toHaveLength(2);
    expect(found?.examples[0]).toMatchObject({ requestId: newest, was: "step_up", wouldBe: "block" });
  });

  test("are only for people who may read every request", async () => {
    await expect(listMonitored(db, actor("approver"))).rejects.toMatchObject({ code: "not_found" });
    expect(await listMonitored(db, actor("auditor"))).toEqual([]);
  });
});

describe("enforcing a monitored rule", () => {
  async function draft(rule: Rule): Promise<number> {
    return saveRule(db, { actor: admin, rule, revision: (await readDraft(db)).revision, now });
  }

  test("changes only the draft, and every tier of the rule's threshold", async () => {
    const threshold = { threshold: "refunds", isMonitored: true };
    await draft({ ...watch, ...threshold });
    await draft({ ...otherRule, ...threshold });
    const revision = await draft(rule({ id: "apart", outcome: "block", isMonitored: true }));
    await enforceRule(db, { actor: admin, ruleId: "watch", revision, now });
    const { rules } = await readDraft(db);
    const monitored = rules.filter(({ isMonitored }) => isMonitored).map(({ id }) => id);
    expect(monitored).toEqual(["apart"]);
    expect(await currentPolicyVersion(db)).toBe(1);
  });

  test("is refused if the draft does not monitor it, or from a stale page", async () => {
    const revision = await draft(otherRule);
    const enforce = (ruleId: string, seenRevision = revision) =>
      enforceRule(db, { actor: admin, ruleId, revision: seenRevision, now });
    await expect(enforce("other")).rejects.toMatchObject({ code: "not_found" });
    await expect(enforce("watch")).rejects.toMatchObject({ code: "not_found" });
    await expect(enforce("other", revision - 1)).rejects.toMatchObject({ code: "conflict" });
  });
});
