import { beforeEach, expect, test } from "vitest";
import { askedBy } from "#app/api/agent/testing/ask-and-wait";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { deliveries } from "#db/schema/notifications";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import { defaultPreferences, savePreferences } from "#lib/notifications/channels/preferences";
import { suggestAboveBudget } from "#lib/notifications/planning/suggest-standing";
import {
  approveRead,
  ceiling,
  openRefunds,
  sampleDraws,
  signStanding,
} from "./testing/standing-approvals.ts";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db, time } = workspace;
await openRefunds(workspace, admin, ceiling);
const agent = await workspace.agent(admin, owner);
const { personId } = owner.viewer;

async function approveDaily(days: number, refunds: number): Promise<string> {
  let requestId = "";
  for (let day = 0; day < days; day++) {
    for (let n = 0; n < refunds; n++)
      requestId = await approveRead(workspace, { agent, by: owner, action: refund(300) });
    time.now = addSeconds(time.now, 86_400);
    await owner.signIn();
  }
  return requestId;
}

async function askAndNotify(times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    const { request } = await askedBy(agent, { action: refund(300) });
    await db.insert(deliveries).values({
      ...{ id: newId("dlv", time.now), notificationId: newId("obx", time.now), kind: "request_pending" },
      ...{ channel: "mail", personId, destination: "o@example.com", receiver: "mail", requestId: request.id },
      ...{ state: "delivered", dueAt: time.now, createdAt: time.now, closedAt: time.now },
    });
  }
}

const budget = (hourlyBudget: number | null) =>
  savePreferences(db, {
    viewer: owner.viewer,
    preferences: { ...defaultPreferences, hourlyBudget },
    now: time.now,
  });
const suggested = () => suggestAboveBudget(db, { personId, now: time.now });

beforeEach(() => sampleDraws(false));

test("above the budget, a standing approval is suggested where its own page suggests it", async () => {
  await budget(2);
  await approveDaily(4, 5);
  await askAndNotify(3);
  expect(await suggested(), "20 approvals on 4 days aren't enough").toEqual([]);
  const requestId = await approveDaily(1, 1);
  await askAndNotify(2);
  expect(await suggested(), "within the budget").toEqual([]);
  await askAndNotify(1);
  const refunds = { agent: { id: agent.id }, actionType: "refund.create", requestId, approved: 21 };
  expect(await suggested()).toMatchObject([refunds]);
  await budget(null);
  expect(await suggested(), "without a budget").toEqual([]);
  await budget(2);
  expect((await signStanding(owner, requestId, { days: 9, count: 8, per_hour: 3, total: 5000 })).status).toBe(
    201,
  );
  expect(await suggested(), "signed").toEqual([]);
});
