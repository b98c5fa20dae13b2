import { describe, expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { rule } from "#lib/policy/testing/judge";
import { actor, auditEvents, now, startPolicy } from "#lib/policy/testing/workspace";
import { defaultRules } from "#lib/policy/versions/defaults";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import { publishDraft } from "#lib/publishing/publish-draft";
import { discardDraft } from "./discard-draft.ts";
import { readDraft } from "./draft.ts";
import { removeRule, saveRule } from "./draft-rules.ts";
import { setDefaultOutcome, setUnclassified } from "./draft-settings.ts";
import { foreseeNextVersion } from "./next-version.ts";

const { db } = await createTestDatabase();
await startPolicy(db);

const admin = actor("admin");
const block = rule({ outcome: "block" });

async function revision(): Promise<number> {
  return (await readDraft(db)).revision;
}

async function digest(): Promise<string> {
  return (await foreseeNextVersion(db)).digest;
}

describe("the draft", () => {
  test("starts as the live version, and a change to it does not affect the live version", async () => {
    expect(await readDraft(db)).toMatchObject({ revision: 0, baseVersion: 1, rules: defaultRules });
    expect(await saveRule(db, { actor: admin, rule: block, revision: 0, now })).toBe(1);
    expect((await readDraft(db)).rules).toEqual([...defaultRules, block]);
    expect((await versionInForce(db)).rules).toEqual(defaultRules);
  });

  test("a rule saved again keeps its place", async () => {
    const changed = { ...defaultRules[0], title: "Other words" } as typeof block;
    await saveRule(db, { actor: admin, rule: changed, revision: await revision(), now });
    const { rules } = await readDraft(db);
    expect(rules[0]).toEqual(changed);
    expect(rules).toHaveLength(defaultRules.length + 1);
  });

  test("a rule can be removed once", async () => {
    await removeRule(db, { actor: admin, ruleId: "block", revision: await revision(), now });
    expect((await readDraft(db)).rules).toHaveLength(defaultRules.length);
    await expect(
      removeRule(db, { actor: admin, ruleId: "block", revision: await revision(), now }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  test("a stale tab cannot overwrite what another admin saved, and of twenty concurrent saves one wins", async () => {
    const seen = await revision();
    const saves = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        saveRule(db, { actor: admin, rule: { ...block, id: `block-${index}` }, revision: seen, now }),
      ),
    );
    expect(saves.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const save of saves)
      if (save.status === "rejected") expect(save.reason).toMatchObject({ code: "conflict" });
    await expect(discardDraft(db, { actor: admin, revision: seen, now })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("when discarded equals the live version again, and an old tab still cannot save", async () => {
    const seen = await revision();
    await discardDraft(db, { actor: admin, revision: seen, now });
    expect(await readDraft(db)).toMatchObject({ revision: seen + 1, baseVersion: 1, rules: defaultRules });
    await expect(saveRule(db, { actor: admin, rule: block, revision: seen, now })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("when published is the next version, and the draft continues from there", async () => {
    await setDefaultOutcome(db, { actor: admin, defaultOutcome: "block", revision: await revision(), now });
    await setUnclassified(db, { actor: admin, unclassified: "allow", revision: await revision(), now });
    await saveRule(db, { actor: admin, rule: block, revision: await revision(), now });
    const { version } = await publishDraft(db, { actor: admin, digest: await digest(), now });
    expect(await versionInForce(db)).toMatchObject({
      version,
      ...{ defaultOutcome: "block", unclassified: "allow" },
      rules: [...defaultRules, block],
    });
    expect(await readDraft(db)).toMatchObject({
      ...{ baseVersion: version, defaultOutcome: "block", unclassified: "allow" },
    });
  });

  test("with changes to a version that is no longer live is not published", async () => {
    await saveRule(db, { actor: admin, rule: { ...block, title: "Mine" }, revision: await revision(), now });
    const { version } = await versionInForce(db);
    await publishPolicy(db, {
      actor: admin,
      rules: [],
      defaultOutcome: "step_up",
      expectedVersion: version,
      now,
    });
    await expect(publishDraft(db, { actor: admin, digest: await digest(), now })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await versionInForce(db)).toMatchObject({ version: version + 1, rules: [] });
    await discardDraft(db, { actor: admin, revision: await revision(), now });
  });

  test("without changes follows a publication", async () => {
    const { version } = await versionInForce(db);
    await publishPolicy(db, {
      actor: admin,
      rules: [block],
      defaultOutcome: "step_up",
      expectedVersion: version,
      now,
    });
    expect(await readDraft(db)).toMatchObject({ baseVersion: version + 1, rules: [block] });
  });

  test("is only for admins, and refuses rules that Cedar or the lint rules refuse", async () => {
    const seen = await revision();
    for (const role of ["approver", "auditor"] as const)
      await expect(
        saveRule(db, { actor: actor(role), rule: block, revision: seen, now }),
      ).rejects.toMatchObject({ code: "not_found" });
    const unknown = rule({ outcome: "allow", actions: ["invoice.pay"] });
    await expect(saveRule(db, { actor: admin, rule: unknown, revision: seen, now })).rejects.toMatchObject({
      code: "invalid_input",
      details: {
        errors: [
          {
            ruleId: "allow",
            message: "invoice.pay isn't a defined action type, so it can't be auto-approved.",
          },
        ],
      },
    });
    expect(await revision()).toBe(seen);
  });

  test("records every change", async () => {
    const changes = (await auditEvents(db, "policy.draft_changed")) as { data: { change: string } }[];
    expect(new Set(changes.map(({ data }) => data.change))).toEqual(
      new Set(["rule_saved", "rule_removed", "default_outcome_changed", "unclassified_changed", "discarded"]),
    );
    // Two of the revisions are not changes: the publication, and the draft's update to a newer
    // version.
    expect(changes).toHaveLength((await revision()) - 2);
  });
});
