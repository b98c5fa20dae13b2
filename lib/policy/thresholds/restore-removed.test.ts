import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { readDraft } from "#lib/policy/drafts/draft";
import { removeActionType } from "#lib/policy/drafts/draft-action-types";
import { removeRule, restoreRule } from "#lib/policy/drafts/draft-rules";
import { actor, now, startPolicy } from "#lib/policy/testing/workspace";
import { defaultRules } from "#lib/policy/versions/defaults";
import { removeThreshold, restoreThreshold } from "./draft-thresholds.ts";

const { db } = await createTestDatabase();
await startPolicy(db);
const admin = actor("admin");
const by = async (who = admin) => ({ actor: who, revision: (await readDraft(db)).revision, now });
const rulesNow = async () => (await readDraft(db)).rules;

test("removed rules and thresholds come back as they are live, at their places, and nothing else does", async () => {
  await removeRule(db, { ...(await by()), ruleId: "read-data" });
  await removeRule(db, { ...(await by()), ruleId: "send-message" });
  await removeThreshold(db, { ...(await by()), thresholdId: "payment" });
  await restoreThreshold(db, { ...(await by()), thresholdId: "payment" });
  const without = (id: string) => ["read-data", "send-message"].includes(id);
  expect(await rulesNow()).toEqual(defaultRules.filter(({ id }) => !without(id)));
  await restoreRule(db, { ...(await by()), ruleId: "send-message" });
  await restoreRule(db, { ...(await by()), ruleId: "read-data" });
  expect(await rulesNow()).toEqual(defaultRules);
});

test("what the draft has, or no live version had, isn't restored, and only an admin restores, from a current page", async () => {
  const refused = { code: "not_found" };
  await expect(restoreRule(db, { ...(await by()), ruleId: "read-data" })).rejects.toMatchObject(refused);
  await expect(restoreRule(db, { ...(await by()), ruleId: "unknown" })).rejects.toMatchObject(refused);
  const again = restoreThreshold(db, { ...(await by()), thresholdId: "payment" });
  await expect(again).rejects.toMatchObject(refused);
  await removeRule(db, { ...(await by()), ruleId: "read-data" });
  const input = await by(actor("approver"));
  await expect(restoreRule(db, { ...input, ruleId: "read-data" })).rejects.toMatchObject(refused);
  const old = { ...(await by()), revision: input.revision - 1 };
  await expect(restoreRule(db, { ...old, ruleId: "read-data" })).rejects.toMatchObject({ code: "conflict" });
});

test("a rule that no longer fits the draft isn't restored", async () => {
  await removeThreshold(db, { ...(await by()), thresholdId: "refund" });
  await removeRule(db, { ...(await by()), ruleId: "refund-other-currency" });
  await removeActionType(db, { ...(await by()), type: "refund.create" });
  const restored = restoreThreshold(db, { ...(await by()), thresholdId: "refund" });
  await expect(restored).rejects.toMatchObject({ code: "invalid_input" });
});
