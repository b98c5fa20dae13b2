import { and, eq, sql as fragment } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import type { Transaction } from "#db/client";
import { auditEvents } from "#db/schema/audit";
import { explainText } from "#db/testing/explain";
import { addAgent, addRequest } from "#lib/agents/testing/authority";
import { findGrantView } from "#lib/grants/find-view";
import { foreseeHolds } from "#lib/lifecycle/foresee-hold";
import { addPerson } from "#lib/membership/testing/people";
import { BusyAgent } from "#lib/requests/testing/busy-agent";
import { TestWorkspace } from "#lib/testing/workspace";
import { isOpenGrant } from "./open-grant.ts";
import { voidAuthority } from "./void-authority.ts";

const now = new Date("2026-11-24T10:00:00Z");
const workspace = await TestWorkspace.open();
const { db } = workspace;
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

test("a grant that expired more than ten minutes ago is not revoked, and gets no event; a preview counts open ones", async () => {
  const agentId = await addAgent(db, owner.personId, now);
  await addRequest(db, agentId, { state: "allowed", grant: "issued", lifeSeconds: -600, now });
  await addRequest(db, agentId, { state: "allowed", grant: "issued", lifeSeconds: -599, now });
  await addRequest(db, agentId, { state: "allowed", grant: "issued", lifeSeconds: 1, now });
  expect((await foreseeHolds(db, [agentId], now)).get(agentId)).toMatchObject({ openGrants: 1 });
  const actor = { type: "person" as const, id: owner.personId };
  const voiding = { agentIds: [agentId], reason: "agent_revoked" as const, actor, now };
  const counts = await db.transaction((tx) => voidAuthority(tx, voiding));
  expect(counts).toEqual({ requestsCancelled: 0, grantsRevoked: 2 });
  const ofAgent = eq(auditEvents.agentId, agentId);
  expect(await db.$count(auditEvents, and(ofAgent, eq(auditEvents.type, "grant.revoked")))).toBe(2);
});

test("a grant that is revoked after it expired is shown as expired, and one that was open as revoked", async () => {
  const agentId = await addAgent(db, owner.personId, now);
  const add = (lifeSeconds: number) =>
    addRequest(db, agentId, { state: "allowed", grant: "issued", lifeSeconds, now });
  const [expired, open] = [await add(0), await add(1)];
  const actor = { type: "person" as const, id: owner.personId };
  const voiding = { agentIds: [agentId], reason: "agent_held" as const, actor, now };
  await db.transaction((tx) => voidAuthority(tx, voiding));
  const shown = async ({ requestId }: { requestId: string }) => {
    const { state, expiresAt, closedAt } = (await findGrantView(db, requestId, now)) ?? {};
    return [state, closedAt ?? expiresAt];
  };
  expect(await shown(expired)).toEqual(["expired", now]);
  expect(await shown(open)).toEqual(["revoked", now]);
});

test("the grants of one agent that are open are found in few blocks, however many expired or are open elsewhere", async () => {
  const agent = await BusyAgent.add(db, workspace);
  const other = await BusyAgent.add(db, workspace);
  // Filled as expired: rows of an update would stay in the index while another snapshot can see them.
  await agent.fill("allowed", 5000, 0, -3 * 3600);
  await db.$client`vacuum analyze grants`;
  await other.fill("allowed", 5000);
  const { sql, params } = new PgDialect().sqlToQuery(
    fragment`select g.id from grants g where g.agent_id = ${agent.id} and ${isOpenGrant("g", now)}`,
  );
  expect((await explainText(db, sql, params as string[])).blocks).toBeLessThan(20);
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
