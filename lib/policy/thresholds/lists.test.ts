import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { readDraft } from "#lib/policy/drafts/draft";
import { saveRule } from "#lib/policy/drafts/draft-rules";
import { listsOf } from "#lib/policy/language/lists";
import { judge, rule, usd } from "#lib/policy/testing/judge";
import { actor, now, startPolicy } from "#lib/policy/testing/workspace";
import { defaultRules } from "#lib/policy/versions/defaults";
import { saveThreshold } from "./draft-thresholds.ts";
import type { Threshold } from "./threshold.ts";
import { thresholdOf } from "./threshold-of-rules.ts";
import { rulesOfThreshold } from "./threshold-rules.ts";

const { db } = await createTestDatabase();
await startPolicy(db);

const refund = thresholdOf(defaultRules, "refund") as Threshold;
const known = (values: string[]) => ({
  ...{ kind: "text" as const, param: "customer", is: "one_of" as const },
  ...{ list: "Known", values },
});

test("a threshold saved with a list asks it in each tier, and changes the list in the draft's other rules", async () => {
  const by = { actor: actor("admin"), now };
  const other = rule({ id: "other", outcome: "block", conditions: [known(["cus_1"])] });
  await saveRule(db, { ...by, rule: other, revision: (await readDraft(db)).revision });
  const threshold = { ...refund, conditions: [known(["cus_1", "cus_2"])] };
  await saveThreshold(db, { ...by, threshold, revision: (await readDraft(db)).revision });
  const { rules } = await readDraft(db);
  expect(thresholdOf(rules, "refund")).toEqual(threshold);
  const using = rules.filter((each) => listsOf([each]).length > 0);
  expect(using.map(({ id }) => id)).toEqual([...refund.tiers.map(({ ruleId }) => ruleId), "other"]);
  for (const each of using) expect(listsOf([each])).toEqual([{ name: "Known", values: ["cus_1", "cus_2"] }]);
});

test("an amount in a tier is auto-approved only for who is on the threshold's list", () => {
  const rules = rulesOfThreshold({ ...refund, conditions: [known(["cus_1"])] });
  expect(judge(rules, { ...usd(5), customer: "cus_1" }).outcome).toBe("allow");
  for (const customer of ["cus_2", null])
    expect(judge(rules, { ...usd(5), customer }).outcome).toBe("step_up");
  expect(judge(rules, usd(5)).outcome).toBe("step_up");
});
