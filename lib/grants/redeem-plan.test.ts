import { beforeEach, expect, test } from "vitest";
import { explainText } from "#db/testing/explain";
import { auditRow } from "#lib/audit/record";
import { BusyAgent } from "#lib/requests/testing/busy-agent";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { type GrantUse, redeemParameters, redeemStatement } from "./redeem-statement.ts";

// The cost of a redemption must not depend on when statistics were taken: autoanalyze runs at quiet
// moments.
const workspace = await TestWorkspace.open();
const { db } = workspace;
for (const table of ["grants", "requests", "agents", "agent_keys", "people", "audit_events"])
  await db.$client.unsafe(`alter table ${table} set (autovacuum_enabled = false)`);
const together = 128;
let agent: BusyAgent;

beforeEach(async () => {
  agent = await BusyAgent.add(db, workspace);
});

function uses(first: number): GrantUse[] {
  return Array.from({ length: together }, (_, n) => ({
    grantId: agent.grantId(first + n),
    agentId: agent.id,
    agentKeyId: agent.keyId,
    ...{ toolId: null, ownerEpoch: 1, digest: "digest", kid: "kid", policyVersion: 1, redeemerId: agent.id },
    labels: [],
    at: now,
    event: auditRow({ type: "grant.redeemed", actor: { type: "agent", id: agent.id }, subject: {} }, now),
  }));
}

function explainUses(all: GrantUse[]) {
  return explainText(db, redeemStatement(all, { mayWait: false }), redeemParameters(db.$client, all));
}

async function blocksPerUse(first: number): Promise<number> {
  const { blocks } = await explainUses(uses(first));
  const [row] = await db.$client`
    select count(*)::int as redeemed from grants where agent_id = ${agent.id} and state = 'redeemed'`;
  expect(row?.redeemed).toBe(first + together);
  return blocks / together;
}

test("a redemption reads few blocks when no statistics were ever taken", async () => {
  await agent.fill("allowed", 10_000);
  expect(await blocksPerUse(0)).toBeLessThan(60);
});

test("a redemption reads few blocks when statistics are from a moment without issued grants", async () => {
  await db.$client`update grants set state = 'revoked'`;
  await db.$client`vacuum analyze grants`;
  await agent.fill("allowed", 10_000);
  expect(await blocksPerUse(0)).toBeLessThan(60);
});

test("a redemption reads few blocks when statistics are of the empty table", async () => {
  await db.$client`truncate grants`;
  await db.$client`vacuum analyze grants`;
  await agent.fill("allowed", 10_000);
  expect(await blocksPerUse(0)).toBeLessThan(60);
});

test("a batch of any size has the same plan, so that PostgreSQL keeps the plan", async () => {
  await agent.fill("allowed", 100);
  const one = await explainUses(uses(0).slice(0, 1));
  expect((await explainUses(uses(together))).estimatedRows).toEqual(one.estimatedRows);
});

test("only the statement of a batch with an announced report mentions executions, and the report costs few blocks", async () => {
  await agent.fill("allowed", 2 * together);
  expect(redeemStatement(uses(0), { mayWait: false })).not.toContain("executions");
  expect(await blocksPerUse(0)).toBeLessThan(60);
  const announced = uses(together).map((use) => ({ ...use, execution: { dueAt: now, boundaryId: null } }));
  const { blocks } = await explainUses(announced);
  expect(blocks / together).toBeLessThan(60);
  expect(await db.$client`select from executions where agent_id = ${agent.id}`).toHaveLength(together);
});

test("grants have no foreign key to check, and requests are never deleted instead", async () => {
  const keys =
    await db.$client`select conname from pg_constraint where contype = 'f' and conrelid = 'grants'::regclass`;
  expect(keys).toHaveLength(0);
  await expect(db.$client`delete from requests`).rejects.toThrow("append-only");
  await expect(db.$client`truncate requests cascade`).rejects.toThrow("append-only");
});
