import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/kernel/clock";
import { takeFromLimit } from "./take.ts";

const { db } = await createTestDatabase();
const now = new Date("2026-01-01T00:00:30Z");
const limit = { bucket: "sign-in:test", limit: 5, windowSeconds: 60 };

test("of twenty concurrent calls, exactly as many pass as the limit allows, and the next window starts afresh", async () => {
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => takeFromLimit(db, limit, now)));
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(5);
  const refused = results.find((result) => result.status === "rejected");
  expect(refused?.reason).toMatchObject({
    code: "rate_limited",
    retryAfterSeconds: 30,
    userMessage: "Too many attempts. Try again in 30 seconds.",
  });
  await takeFromLimit(db, limit, addSeconds(now, 30));
});

test("one bucket's use does not count against another's", async () => {
  await takeFromLimit(db, { ...limit, bucket: "sign-in:other" }, now);
});
