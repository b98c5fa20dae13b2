import { desc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { deliveries } from "#db/schema/notifications";
import { addSeconds } from "#lib/kernel/clock";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { queueTest } from "./insert-deliveries.ts";
import { retryDelivery } from "./retry-delivery.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const ada = await workspace.person("Ada", ["admin"]);
const bo = await workspace.person("Bo");
const later = addSeconds(now, 60);

async function delivery(values: Partial<typeof deliveries.$inferInsert>) {
  const to = { personId: undefined, destination: "whe_x", receiver: "whe_x" };
  await db.transaction((tx) => queueTest(tx, { channel: "webhook", to, now }));
  const [{ id } = { id: "" }] = await db
    .select({ id: deliveries.id })
    .from(deliveries)
    .orderBy(desc(deliveries.id));
  await db.update(deliveries).set(values).where(eq(deliveries.id, id));
  return id;
}

const ended = { attempts: 8, closedAt: now, error: "status 500" };
const retry = (deliveryId: string, actor = ada) => retryDelivery(db, { actor, deliveryId, now: later });

test("an admin can send a failed message again", async () => {
  const id = await delivery({ ...ended, state: "failed" });
  await retry(id);
  const [row] = await db.select().from(deliveries).where(eq(deliveries.id, id));
  expect(row).toMatchObject({ state: "queued", attempts: 0, dueAt: later, closedAt: null, error: null });
});

test.each(["delivered", "withdrawn"] as const)(
  "a %s message is not sent again from the list",
  async (state) => {
    await expect(retry(await delivery({ ...ended, state }))).rejects.toMatchObject({ code: "conflict" });
  },
);

test("a message is not sent twice by two admins who retry it at the same time", async () => {
  const id = await delivery({ ...ended, state: "failed" });
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => retry(id)));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a message that is on its way can't be sent again, and people who aren't admins send none", async () => {
  await expect(retry(await delivery({ attempts: 1 }))).rejects.toMatchObject({ code: "conflict" });
  const id = await delivery({ ...ended, state: "failed" });
  await expect(retry(id, bo)).rejects.toMatchObject({ code: "not_found" });
});
