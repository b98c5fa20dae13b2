import { describe, expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { canonicalJson } from "#lib/json/canonical";
import { base64url, sha256 } from "#lib/kernel/digest";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { rule } from "#lib/policy/testing/judge";
import { actor, auditEvents, judgeInForce, now, startPolicy } from "#lib/policy/testing/workspace";
import { findVersion, listVersions, versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "./publish.ts";

const { db } = await createTestDatabase();
await startPolicy(db);

const block = rule({ outcome: "block" });
const ask = {
  agent: "agt_1",
  owner: "per_1",
  action: { type: "refund.create", params: { amount: 5, currency: "USD" } },
};

function publish(expectedVersion: number, overrides = {}) {
  return publishPolicy(db, {
    actor: actor("admin"),
    rules: [block],
    defaultOutcome: "step_up",
    expectedVersion,
    now,
    ...overrides,
  });
}

describe("publishing a policy", () => {
  test("creates the next version, live from its commit on, with a digest over its whole content", async () => {
    expect((await judgeInForce(db, ask)).outcome).toBe("allow");
    const { version, digest } = await publish(1);
    expect(version).toBe(2);
    expect(await judgeInForce(db, ask)).toMatchObject({ outcome: "block", policyVersion: 2 });
    const { catalog } = await findVersion(db, version);
    const content = {
      rules: [block],
      default_outcome: "step_up",
      unclassified: "default_outcome",
      catalog,
    };
    expect(digest).toBe(base64url(sha256(canonicalJson({ version: 2, ...content }))));
    expect(await auditEvents(db, "policy.published")).toContainEqual(
      expect.objectContaining({
        actor: { type: "person", id: "per_admin" },
        data: { version: 2, digest, rules: 1, default_outcome: "step_up", unclassified: "default_outcome" },
      }),
    );
  });

  test("by twenty admins at the same time succeeds once, and leaves no incomplete version", async () => {
    const before = await currentPolicyVersion(db);
    const attempts = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        publish(before, { rules: [{ ...block, title: `Rule ${index}` }] }),
      ),
    );
    expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const attempt of attempts)
      if (attempt.status === "rejected")
        expect(attempt.reason).toMatchObject({
          code: "conflict",
          userMessage: expect.stringContaining("Another version was published"),
        });
    expect(await currentPolicyVersion(db)).toBe(before + 1);
  });

  test("from a version that is no longer live, or not yet published, is refused", async () => {
    const before = await currentPolicyVersion(db);
    await expect(publish(1)).rejects.toMatchObject({ code: "conflict" });
    await expect(publish(before + 1)).rejects.toMatchObject({ code: "conflict" });
    expect(await currentPolicyVersion(db)).toBe(before);
  });

  test("from a version that is not live is refused before its rules are checked", async () => {
    const next = (await currentPolicyVersion(db)) + 1;
    await expect(publish(next, { rules: [block, block] })).rejects.toMatchObject({ code: "conflict" });
  });

  test.each(["approver", "auditor"] as const)("is refused to an %s", async (role) => {
    const before = await currentPolicyVersion(db);
    await expect(publish(before, { actor: actor(role) })).rejects.toMatchObject({ code: "not_found" });
    expect(await currentPolicyVersion(db)).toBe(before);
  });

  test.each([
    ["a default that allows", { defaultOutcome: "allow" }],
    ["two rules of one id", { rules: [block, block] }],
    ["a rule with an unknown member", { rules: [{ ...block, note: "x" }] }],
    [
      "an allow for an unknown action type",
      { rules: [rule({ outcome: "allow", actions: ["invoice.pay"] })] },
    ],
    [
      "an amount compared without its currency",
      {
        rules: [
          rule({
            outcome: "allow",
            conditions: [{ kind: "number", param: "amount", is: "up_to", value: 100 }],
          }),
        ],
      },
    ],
    [
      "a comparison that Cedar finds can never hold together",
      { rules: "permit(principal, action, resource);" },
    ],
  ])("with %s is refused and changes nothing", async (_, overrides) => {
    const before = await currentPolicyVersion(db);
    await expect(publish(before, overrides)).rejects.toThrow();
    expect(await currentPolicyVersion(db)).toBe(before);
  });

  test("a published version can be neither changed nor removed", async () => {
    await expect(db.$client`update policy_versions set default_outcome = 'block'`).rejects.toThrow();
    await expect(db.$client`delete from policy_versions`).rejects.toThrow();
  });

  test("versions are listed newest first, by pages, and can be read again", async () => {
    const newest = await versionInForce(db);
    const all = await listVersions(db);
    expect(all.map(({ version }) => version)).toEqual(
      Array.from({ length: newest.version }, (_, index) => newest.version - index),
    );
    expect((await listVersions(db, 2)).map(({ version }) => version)).toEqual([1]);
    expect((await findVersion(db, 2)).rules).toEqual([block]);
    await expect(findVersion(db, 99)).rejects.toMatchObject({ code: "not_found" });
  });
});
