import { describe, expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { saveRule } from "#lib/policy/drafts/draft-rules";
import { foreseeNextVersion } from "#lib/policy/drafts/next-version";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { rule } from "#lib/policy/testing/judge";
import { actor, auditEvents, now, startPolicy } from "#lib/policy/testing/workspace";
import { findVersion } from "#lib/policy/versions/versions";
import { publishDraft } from "./publish-draft.ts";

const { db } = await createTestDatabase();
await startPolicy(db);

const admin = actor("admin");

async function change(title: string): Promise<void> {
  const { revision } = (await foreseeNextVersion(db)).draft;
  await saveRule(db, { actor: admin, rule: rule({ outcome: "block", title }), revision, now });
}

function publish(digest: string) {
  return publishDraft(db, { actor: admin, digest, now });
}

describe("publishing the draft", () => {
  test("creates exactly the version whose digest was confirmed, and records the confirmation", async () => {
    await change("First");
    const { digest, version } = await foreseeNextVersion(db);
    expect(await publish(digest)).toEqual({ version, digest });
    expect(await findVersion(db, version)).toMatchObject({ digest, publishedBy: "per_admin" });
    expect(await auditEvents(db, "policy.published")).toContainEqual(
      expect.objectContaining({
        data: expect.objectContaining({ digest, confirmed: `policy/publish/${digest}` }),
      }),
    );
  });

  test("is refused, and publishes nothing, when the draft changed after the confirmation", async () => {
    await change("Second");
    const { digest } = await foreseeNextVersion(db);
    const before = await currentPolicyVersion(db);
    await change("Something else");
    await expect(publish(digest)).rejects.toMatchObject({
      code: "conflict",
      userMessage: expect.stringContaining("changed while you were reviewing it"),
    });
    expect(await currentPolicyVersion(db)).toBe(before);
    expect((await foreseeNextVersion(db)).draft.baseVersion).toBe(before);
  });

  test("of one digest twenty times at the same time creates one version", async () => {
    await change("Third");
    const { digest, version } = await foreseeNextVersion(db);
    const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => publish(digest)));
    expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const attempt of attempts)
      if (attempt.status === "rejected") expect(attempt.reason).toMatchObject({ code: "conflict" });
    expect(await currentPolicyVersion(db)).toBe(version);
  });
});
