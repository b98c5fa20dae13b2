import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { rule } from "#lib/policy/testing/judge";
import { actor, now, startPolicy } from "#lib/policy/testing/workspace";
import { comparePolicies } from "#lib/policy/versions/compare";
import { defaultCatalog } from "#lib/policy/versions/defaults";
import { findVersion } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import { publishDraft } from "#lib/publishing/publish-draft";
import { readDraft } from "./draft.ts";
import { foreseeNextVersion } from "./next-version.ts";
import { restoreVersion } from "./restore-version.ts";

const admin = actor("admin");
const { db } = await createTestDatabase();
await startPolicy(db);
await publishPolicy(db, {
  ...{
    actor: admin,
    rules: [rule({ outcome: "block" })],
    defaultOutcome: "block",
    expectedVersion: 1,
    now,
  },
  catalog: defaultCatalog.slice(1),
});

test("a restored version is a new version with the same content, and changes nothing before its publication", async () => {
  const { revision } = await readDraft(db);
  expect(await restoreVersion(db, { actor: admin, version: 1, revision, now })).toBe(revision + 1);
  const [first, second, draft] = [await findVersion(db, 1), await findVersion(db, 2), await readDraft(db)];
  expect(draft.baseVersion).toBe(2);
  expect(comparePolicies(first, draft).count).toBe(0);
  expect(comparePolicies(second, draft).count).toBeGreaterThan(0);
  const { digest } = await foreseeNextVersion(db);
  await publishDraft(db, { actor: admin, digest, now });
  expect(comparePolicies(first, await findVersion(db, 3)).count).toBe(0);
  expect((await findVersion(db, 3)).digest).not.toBe(first.digest);
});

test("a missing version cannot be restored, and only an admin can restore a version, from a current page", async () => {
  const { revision } = await readDraft(db);
  const attempts = [
    [{ version: 99 }, "not_found"],
    [{ actor: actor("auditor") }, "not_found"],
    [{ revision: revision - 1 }, "conflict"],
  ] as const;
  for (const [more, code] of attempts)
    await expect(
      restoreVersion(db, { actor: admin, version: 1, revision, now, ...more }),
    ).rejects.toMatchObject({
      code,
    });
});
