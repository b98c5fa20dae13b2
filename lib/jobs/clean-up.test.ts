import { expect, test } from "vitest";
import { rateLimits } from "#db/schema/jobs";
import { challenges } from "#db/schema/passkeys";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/clock";
import { cleanUp } from "./clean-up.ts";

const { db } = await createTestDatabase();
const now = new Date("2026-03-01T12:00:00Z");

test("cleaning up removes what ran out long ago and nothing that is still good", async () => {
  await db.insert(challenges).values([
    { challenge: "old", purpose: "sign_in", expiresAt: addSeconds(now, -7200) },
    { challenge: "good", purpose: "sign_in", expiresAt: addSeconds(now, 60) },
  ]);
  await db.insert(rateLimits).values([
    { bucket: "sign-in:::1", windowStart: addSeconds(now, -48 * 3600), count: 3 },
    { bucket: "sign-in:::1", windowStart: addSeconds(now, -60), count: 3 },
  ]);

  await cleanUp(db, now);

  expect(await db.select({ challenge: challenges.challenge }).from(challenges)).toEqual([
    { challenge: "good" },
  ]);
  expect(await db.select().from(rateLimits)).toHaveLength(1);
});
