import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { expectWaiting } from "#db/testing/expect-waiting";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { seedPolicy } from "#lib/publishing/seed";
import { defaultCatalog } from "./defaults.ts";
import { insertVersion, lockPolicyVersion } from "./insert-version.ts";

const now = new Date("2026-11-24T12:00:00Z");
const { db } = await createTestDatabase();
await db.transaction((tx) => seedPolicy(tx, now));

const next = async () => {
  const version = (await currentPolicyVersion(db)) + 1;
  const content = {
    version,
    rules: [],
    defaultOutcome: "step_up" as const,
    unclassified: "default_outcome" as const,
    catalog: defaultCatalog,
  };
  return insertVersion(db, { ...content, actor: { type: "system", id: "test" }, now });
};

test.each([
  ["a second row", "insert into policy_head (id, version) values (2, 1)"],
  ["a second row under the same key", "insert into policy_head (version) values (1)"],
  ["no row", "delete from policy_head"],
  ["no row by truncation", "truncate policy_head"],
  ["a version that skips one", "update policy_head set version = version + 2"],
  ["a version that goes back", "update policy_head set version = version - 1"],
])("the database refuses a policy head with %s", async (_, change) => {
  await expect(db.$client.unsafe(change)).rejects.toThrow();
});

test("the database refuses a published version that is not the head", async () => {
  const inserted = db.$client`
    insert into policy_versions (version, rules, default_outcome, unclassified, catalog, digest, published_by, published_at)
    select version + 1, rules, default_outcome, unclassified, catalog, digest, published_by, published_at from policy_versions`;
  await expect(inserted).rejects.toThrow("is not the head");
});

test("a publication waits for every transaction that locked the live version", async () => {
  const order: string[] = [];
  const before = await currentPolicyVersion(db);
  let publishing: Promise<unknown> = Promise.resolve();
  await db.transaction(async (tx) => {
    expect(await lockPolicyVersion(tx)).toBe(before);
    publishing = next().then(() => order.push("published"));
    await expectWaiting(db, 1);
    order.push("decided");
  });
  await publishing;
  expect(order).toEqual(["decided", "published"]);
  expect(await currentPolicyVersion(db)).toBe(before + 1);
});

test("later decisions do not overtake a waiting publication", async () => {
  const before = await currentPolicyVersion(db);
  let publishing: Promise<unknown> = Promise.resolve();
  let later: Promise<number> = Promise.resolve(0);
  await db.transaction(async (tx) => {
    await lockPolicyVersion(tx);
    publishing = next();
    await expectWaiting(db, 1);
    later = db.transaction(lockPolicyVersion);
    await expectWaiting(db, 2);
  });
  await publishing;
  expect(await later).toBe(before + 1);
});
