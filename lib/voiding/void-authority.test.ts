import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import type { Transaction } from "#db/client";
import { auditEvents } from "#db/schema/audit";
import { createTestDatabase } from "#db/testing/database";
import { addAgent, addRequest } from "#lib/agents/testing/authority";
import { addPerson } from "#lib/membership/testing/people";
import { voidAuthority } from "./void-authority.ts";

const now = new Date("2026-11-24T10:00:00Z");
const { db } = await createTestDatabase();
const owner = await addPerson(db, { roles: ["approver"], now });

test("ending any number of an agent's requests and grants takes few statements under the lock, and records each", async () => {
  const agentId = await addAgent(db, owner.personId, now);
  const open = 1100;
  for (let n = 0; n < open; n += 20) {
    const state =
      n < 1000 ? ({ state: "pending" } as const) : ({ state: "allowed", grant: "issued" } as const);
    await Promise.all(Array.from({ length: 20 }, () => addRequest(db, agentId, { ...state, now })));
  }
  const actor = { type: "person" as const, id: owner.personId };
  const voiding = { agentIds: [agentId], reason: "agent_revoked" as const, actor, now };
  const [counts, statements] = await db.transaction(async (tx) => {
    const counter = countStatements(tx);
    return [await voidAuthority(tx, voiding), counter()] as const;
  });
  expect(counts).toEqual({ requestsCancelled: 1000, grantsRevoked: 100 });
  expect(statements).toBeLessThanOrEqual(4);
  const events = (type: string) =>
    db.$count(auditEvents, and(eq(auditEvents.agentId, agentId), eq(auditEvents.type, type)));
  expect([await events("request.cancelled"), await events("grant.revoked")]).toEqual([1000, 100]);
});

/** How many statements of audit and news were sent. */
function countStatements(tx: Transaction): () => number {
  let count = 0;
  const execute = tx.execute.bind(tx);
  tx.execute = ((query) => {
    count++;
    return execute(query);
  }) as typeof tx.execute;
  return () => count;
}
