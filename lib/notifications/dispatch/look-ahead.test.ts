import { expect, test } from "vitest";
import { deliveries, outbox, receivers } from "#db/schema/notifications";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/kernel/clock";
import { lookAhead } from "./dispatcher.ts";

const { db } = await createTestDatabase();
const now = new Date("2026-11-26T12:00:00Z");
const at = (seconds: number) => addSeconds(now, seconds);

test("nothing is due in an empty outbox", async () => {
  expect(await lookAhead(db, now)).toEqual({ event: undefined, channels: new Map() });
});

test("each channel is due at the front of its queues, or when a pause or a lost lease ends", async () => {
  const row = { kind: "test" as const, destination: "x", createdAt: now };
  const message = (
    id: string,
    channel: "mail" | "slack" | "web_push",
    receiver: string,
    dueAt: Date,
    more = {},
  ) => ({
    ...row,
    ...{ id, notificationId: id, channel, receiver, dueAt, ...more },
  });
  await db.insert(outbox).values({ id: "obx_1", kind: "test", createdAt: now, dueAt: at(5) });
  await db
    .insert(deliveries)
    .values([
      message("1", "mail", "a", at(10)),
      message("2", "mail", "b", at(20)),
      message("3", "mail", "b", at(15), { leasedUntil: at(60) }),
      message("4", "web_push", "c", at(1)),
      message("5", "slack", "d", at(-60), { leasedUntil: at(-1) }),
    ]);
  const paused = { failures: 1, pausedUntil: at(30) };
  await db.insert(receivers).values([
    { channel: "mail", receiver: "a", ...paused },
    { channel: "web_push", receiver: "c", ...paused },
  ]);
  expect(await lookAhead(db, now)).toEqual({
    event: at(5),
    channels: new Map([
      ["slack", at(-60)],
      ["mail", at(20)],
      ["web_push", at(30)],
    ]),
  });
});
