import { describe, expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { discardDraft } from "#lib/policy/drafts/discard-draft";
import { changeDraft, readDraft } from "#lib/policy/drafts/draft";
import { actor, auditEvents, now, startPolicy } from "#lib/policy/testing/workspace";
import { defaultRules } from "#lib/policy/versions/defaults";
import { drawThreshold, removeThreshold, saveThreshold } from "./draft-thresholds.ts";
import type { Threshold } from "./threshold.ts";
import { thresholdOf, undrawnThresholds } from "./threshold-of-rules.ts";

const { db } = await createTestDatabase();
await startPolicy(db);

const admin = actor("admin");
const refund = thresholdOf(defaultRules, "refund") as Threshold;

async function revision(): Promise<number> {
  return (await readDraft(db)).revision;
}

/** The threshold with the limits of its tiers replaced from below. */
function withEdges(threshold: Threshold, edges: number[]): Threshold {
  const tiers = threshold.tiers.map((tier, index) => ({ ...tier, upTo: edges[index] }));
  return { ...threshold, tiers };
}

describe("a threshold in the draft", () => {
  test("is saved as one change that moves two limits and leaves every other rule in its place", async () => {
    const moved = withEdges(refund, [250, 4000, 50_000]);
    const before = await revision();
    expect(await saveThreshold(db, { actor: admin, threshold: moved, revision: before, now })).toBe(
      before + 1,
    );
    const { rules } = await readDraft(db);
    expect(thresholdOf(rules, "refund")?.tiers.map(({ upTo }) => upTo)).toEqual([
      250,
      4000,
      50_000,
      undefined,
    ]);
    expect(rules.map(({ id }) => id)).toEqual(defaultRules.map(({ id }) => id));
    expect(rules.filter(({ threshold }) => threshold !== "refund")).toEqual(
      defaultRules.filter(({ threshold }) => threshold !== "refund"),
    );
  });

  test("with a removed tier loses the tier's rule", async () => {
    const tiers = refund.tiers.filter(({ ruleId }) => ruleId !== "refund-large");
    await saveThreshold(db, {
      actor: admin,
      threshold: { ...refund, tiers },
      revision: await revision(),
      now,
    });
    expect((await readDraft(db)).rules.map(({ id }) => id)).not.toContain("refund-large");
  });

  test("is refused with crossing limits, with rules that Cedar or the lint rules refuse, and from a stale tab", async () => {
    const seen = await revision();
    const save = (threshold: Threshold, at = seen) =>
      saveThreshold(db, { actor: admin, threshold, revision: at, now });
    await expect(save(withEdges(refund, [100, 50, 50_000]))).rejects.toMatchObject({
      code: "invalid_input",
      details: { errors: [{ path: "tiers.1.upTo" }] },
    });
    const unknown = { ...refund, id: "invoices", action: "invoice.pay" };
    const tiers = refund.tiers.map((tier) => ({ ...tier, ruleId: `new-${tier.ruleId}` }));
    await expect(save({ ...unknown, tiers })).rejects.toMatchObject({
      code: "invalid_input",
      details: { errors: [{ ruleId: "new-refund-small" }] },
    });
    await expect(save(refund, seen - 1)).rejects.toMatchObject({ code: "conflict" });
    expect(await revision()).toBe(seen);
  });

  test("replaces only its own rules", async () => {
    const tiers = refund.tiers.map((tier, index) => (index === 0 ? { ...tier, ruleId: "payment" } : tier));
    await expect(
      saveThreshold(db, { actor: admin, threshold: { ...refund, tiers }, revision: await revision(), now }),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  test("is removed with all its rules, once", async () => {
    await removeThreshold(db, { actor: admin, thresholdId: "refund", revision: await revision(), now });
    expect((await readDraft(db)).rules.filter(({ threshold }) => threshold === "refund")).toEqual([]);
    await expect(
      removeThreshold(db, { actor: admin, thresholdId: "refund", revision: await revision(), now }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  test("is drawn from rules that have a threshold's form, without changing their content", async () => {
    const seen = await revision();
    const loose = defaultRules.map(({ threshold: _, ...rule }) => rule);
    expect([...undrawnThresholds(loose).keys()]).toEqual(["refund-small", "payment"]);
    const { baseVersion } = await readDraft(db);
    await changeDraft(db, { actor: admin, revision: seen, now, what: { change: "imported" } }, () => ({
      rules: loose,
      baseVersion,
    }));
    await drawThreshold(db, { actor: admin, thresholdId: "refund-small", revision: seen + 1, now });
    const { rules } = await readDraft(db);
    expect(thresholdOf(rules, "refund-small")).toEqual({ ...refund, id: "refund-small" });
    expect(rules.map(({ threshold: _, ...rule }) => rule)).toEqual(loose);
    const again = { actor: admin, thresholdId: "refund-small", revision: seen + 2, now };
    await expect(drawThreshold(db, again)).rejects.toMatchObject({ code: "not_found" });
  });

  test("is only for admins, and is recorded", async () => {
    const seen = await revision();
    for (const role of ["approver", "auditor"] as const) {
      const by = { actor: actor(role), revision: seen, now };
      await expect(saveThreshold(db, { ...by, threshold: refund })).rejects.toMatchObject({
        code: "not_found",
      });
      await expect(removeThreshold(db, { ...by, thresholdId: "payment" })).rejects.toMatchObject({
        code: "not_found",
      });
    }
    await discardDraft(db, { actor: admin, revision: seen, now });
    const events = (await auditEvents(db, "policy.draft_changed")) as { data: Record<string, unknown> }[];
    const inOrder = events.toSorted((one, other) => Number(one.data.revision) - Number(other.data.revision));
    expect(inOrder.map(({ data }) => [data.change, data.threshold])).toEqual([
      ["threshold_saved", "refund"],
      ["threshold_saved", "refund"],
      ["threshold_removed", "refund"],
      ["imported", undefined],
      ["threshold_saved", "refund-small"],
      ["discarded", undefined],
    ]);
  });
});
