import { expect, test } from "vitest";
import { rateLimits } from "#db/schema/jobs";
import { challenges } from "#db/schema/passkeys";
import { replayChanges, replays } from "#db/schema/policy";
import { proposals } from "#db/schema/proposals";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/kernel/clock";
import { addPerson } from "#lib/membership/testing/people";
import { cleanUp } from "./clean-up.ts";

const { db } = await createTestDatabase();
const now = new Date("2026-03-01T12:00:00Z");

test("clean-up removes rows expired long ago and nothing still valid", async () => {
  await db.insert(challenges).values([
    { challenge: "old", purpose: "sign_in", expiresAt: addSeconds(now, -7200) },
    { challenge: "good", purpose: "sign_in", expiresAt: addSeconds(now, 60) },
  ]);
  await db.insert(rateLimits).values([
    { bucket: "sign-in:::1", windowStart: addSeconds(now, -48 * 3600), count: 3 },
    { bucket: "sign-in:::1", windowStart: addSeconds(now, -60), count: 3 },
  ]);

  const replay = {
    ...{
      draftDigest: "x",
      rules: [],
      defaultOutcome: "step_up" as const,
      unclassified: "default_outcome" as const,
      catalog: [],
      scope: { last: 1 },
      total: 1,
    },
    ...{ cursor: "req_", startedBy: "per_x", startedAt: now },
  } as const;
  await db.insert(replays).values([
    { ...replay, id: "rpl_old", state: "done", endedAt: addSeconds(now, -8 * 24 * 3600) },
    { ...replay, id: "rpl_new", state: "done", endedAt: addSeconds(now, -6 * 24 * 3600) },
    { ...replay, id: "rpl_running", state: "running" },
  ]);
  await db.insert(replayChanges).values({ replayId: "rpl_old", requestId: "req_x", before: {}, after: {} });

  await cleanUp(db, now);

  expect(await db.select({ challenge: challenges.challenge }).from(challenges)).toEqual([
    { challenge: "good" },
  ]);
  expect(await db.select().from(rateLimits)).toHaveLength(1);
  const remaining = await db.select({ id: replays.id }).from(replays).orderBy(replays.id);
  expect(remaining.map(({ id }) => id)).toEqual(["rpl_new", "rpl_running"]);
  expect(await db.$count(replayChanges)).toBe(0);
});

test("clean-up clears the sealed secret of an expired proposal, and of no other", async () => {
  const { personId: proposedBy } = await addPerson(db, { roles: ["admin"], now });
  const proposal = {
    act: "mail.change",
    payload: { password_sealed: "c2VhbGVk" },
    proposedBy,
    proposedAt: now,
  };
  await db.insert(proposals).values([
    { ...proposal, id: "prp_open", digest: "open", expiresAt: addSeconds(now, 60) },
    { ...proposal, id: "prp_over", digest: "over", expiresAt: addSeconds(now, -7200) },
  ]);
  await cleanUp(db, now);
  const rows = await db.select({ payload: proposals.payload }).from(proposals).orderBy(proposals.id);
  expect(rows.map(({ payload }) => payload.password_sealed)).toEqual(["c2VhbGVk", ""]);
});
