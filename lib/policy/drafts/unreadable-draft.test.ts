import { beforeEach, describe, expect, test } from "vitest";
import type { Database } from "#db/client";
import { policyDraft } from "#db/schema/policy";
import { createTestDatabase } from "#db/testing/database";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { rule } from "#lib/policy/testing/judge";
import { actor, now, startPolicy } from "#lib/policy/testing/workspace";
import { defaultRules } from "#lib/policy/versions/defaults";
import { publishDraft } from "#lib/publishing/publish-draft";
import { discardDraft } from "./discard-draft.ts";
import { readDraft } from "./draft.ts";
import { saveRule } from "./draft-rules.ts";
import { foreseeNextVersion, inspectDraft } from "./next-version.ts";
import { restoreVersion } from "./restore-version.ts";

let db: Database;
const admin = actor("admin");

beforeEach(async () => {
  ({ db } = await createTestDatabase());
  await startPolicy(db);
  await saveRule(db, { actor: admin, rule: rule({ outcome: "block" }), revision: 0, now });
});

const unreadable: [string, Partial<typeof policyDraft.$inferInsert>][] = [
  ["a rule without an outcome", { rules: [{ id: "half" }] }],
  ["rules that are no list", { rules: { id: "x" } as unknown as unknown[] }],
  ["a catalog of nonsense", { catalog: [{ type: "" }] }],
];

describe.each(unreadable)("a stored draft with %s", (_, columns) => {
  beforeEach(async () => {
    await db.update(policyDraft).set(columns);
  });

  test("can be neither changed nor published, is reported as unreadable, and does not affect the live version", async () => {
    const says = { code: "conflict", userMessage: expect.stringContaining("can't be read") };
    await expect(readDraft(db)).rejects.toMatchObject(says);
    await expect(publishDraft(db, { actor: admin, digest: "x", now })).rejects.toMatchObject(says);
    const newRule = rule({ id: "one", outcome: "block" });
    await expect(saveRule(db, { actor: admin, rule: newRule, revision: 1, now })).rejects.toMatchObject(says);
    expect(await inspectDraft(db)).toEqual({ draft: undefined, revision: 1 });
    expect(await currentPolicyVersion(db)).toBe(1);
  });

  test("can be discarded, or replaced by an earlier version", async () => {
    const revision = await restoreVersion(db, { actor: admin, version: 1, revision: 1, now });
    expect((await readDraft(db)).rules).toEqual(defaultRules);
    await db.update(policyDraft).set(columns);
    await discardDraft(db, { actor: admin, revision, now });
    expect(await inspectDraft(db)).toMatchObject({ revision: revision + 1, draft: { rules: defaultRules } });
  });
});

test("a draft that Cedar or the lint rules refuse is not published, the error names the rule and the reason, and no part of a version is stored", async () => {
  const allowsUnknown = rule({ id: "unknown", outcome: "allow", actions: ["invoice.pay"] });
  await db.update(policyDraft).set({ rules: [...defaultRules, allowsUnknown] });
  const { digest } = await foreseeNextVersion(db);
  await expect(publishDraft(db, { actor: admin, digest, now })).rejects.toMatchObject({
    code: "invalid_input",
    details: { errors: [{ ruleId: "unknown", message: expect.stringContaining("invoice.pay") }] },
  });
  expect(await currentPolicyVersion(db)).toBe(1);
  expect((await readDraft(db)).baseVersion).toBe(1);
});
