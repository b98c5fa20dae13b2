import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/clock";
import { addPerson } from "#lib/membership/testing/people";
import { listDailyOutcomes } from "./list-daily-outcomes.ts";
import { addAgent, addRequest } from "./testing/authority.ts";

const now = new Date("2026-11-24T10:00:00Z");

test("thirty days end with today, each with its requests by their current state", async () => {
  const { db } = await createTestDatabase();
  const owner = await addPerson(db, { roles: ["approver"], now });
  const agentId = await addAgent(db, owner.personId, now);
  const ask = (state: "allowed" | "denied" | "pending", daysAgo: number) =>
    addRequest(db, agentId, { state, now: addSeconds(now, -daysAgo * 86_400) });
  await Promise.all([
    ask("allowed", 0),
    ask("pending", 0),
    ask("denied", 1),
    ask("pending", 1),
    ask("allowed", 29),
    ask("allowed", 30),
  ]);
  const { days, isCapped } = await listDailyOutcomes(db, { agentId, now });
  expect(isCapped).toBe(false);
  expect(days).toHaveLength(30);
  expect(days[0]).toEqual({ date: "2026-10-26", outcomes: { allowed: 1 } });
  expect(days.slice(-2)).toEqual([
    { date: "2026-11-23", outcomes: { denied: 1, expired: 1 } },
    { date: "2026-11-24", outcomes: { allowed: 1, pending: 1 } },
  ]);
});
