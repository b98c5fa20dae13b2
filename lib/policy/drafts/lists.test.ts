import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import type { Condition } from "#lib/policy/language/condition";
import { listsOf } from "#lib/policy/language/lists";
import type { Rule } from "#lib/policy/language/rule";
import { rule } from "#lib/policy/testing/judge";
import { actor, judgeInForce, now, startPolicy } from "#lib/policy/testing/workspace";
import { contentDigest } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import { readDraft } from "./draft.ts";
import { removeRule, restoreRule, saveRule } from "./draft-rules.ts";

const { db } = await createTestDatabase();
await startPolicy(db);
const admin = actor("admin");

const known = (values: string[], parts: object = {}) =>
  ({
    kind: "text",
    param: "customer",
    is: "none_of",
    list: "Known customers",
    values,
    ...parts,
  }) as Condition;
const stepUp = (values: string[]) =>
  rule({ id: "unknown", outcome: "step_up", actions: ["data.read"], conditions: [known(values)] });
const block = (values: string[]) =>
  rule({ id: "others", outcome: "block", conditions: [known(values, { param: "payee" })] });

test("a rule saved with a list changes the list in each rule of the draft", async () => {
  await save(stepUp(["cus_1"]));
  await save(block(["cus_1", "cus_2"]));
  expect(await draftLists()).toEqual([
    ["cus_1", "cus_2"],
    ["cus_1", "cus_2"],
  ]);
});

test("a removed rule comes back with the values that the draft's list has now", async () => {
  await save(stepUp(["cus_1"]));
  await save(block(["cus_1", "cus_2"]));
  await publishPolicy(db, {
    ...(await content()),
    expectedVersion: 1,
    actor: admin,
    now,
  });
  await removeRule(db, { actor: admin, ruleId: "others", revision: await revision(), now });
  await save(stepUp(["cus_3"]));
  await restoreRule(db, { actor: admin, ruleId: "others", revision: await revision(), now });
  expect(await draftLists()).toEqual([["cus_3"], ["cus_3"]]);
});

test("a value added to the draft's list changes the digest that is signed, and nothing before it is published", async () => {
  const before = await content();
  await save(stepUp(["cus_3", "cus_new"]));
  expect(contentDigest(await content())).not.toBe(contentDigest(before));
  const asked = {
    agent: "agt_1",
    owner: "per_1",
    action: { type: "data.read", params: { customer: "cus_new" } },
  };
  expect((await judgeInForce(db, asked)).ruleIds).toContain("unknown");
});

async function save(saved: Rule): Promise<void> {
  await saveRule(db, { actor: admin, rule: saved, revision: await revision(), now });
}

async function revision(): Promise<number> {
  return (await readDraft(db)).revision;
}

async function content() {
  const { rules, defaultOutcome, unclassified, catalog } = await readDraft(db);
  return { rules, defaultOutcome, unclassified, catalog };
}

/** The values of each condition with the list. */
async function draftLists(): Promise<string[][]> {
  const { rules } = await readDraft(db);
  return rules.flatMap((one) => listsOf([one]).map(({ values }) => values));
}
