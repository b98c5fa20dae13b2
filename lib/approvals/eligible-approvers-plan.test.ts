import { beforeAll, describe, expect, test } from "vitest";
import { agentBackups } from "#db/schema/agents";
import { explain } from "#db/testing/explain";
import { newId } from "#lib/kernel/ids";
import { BusyAgent } from "#lib/requests/testing/busy-agent";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { eligibleApproversQuery } from "./eligible-approvers.ts";

// Every ask that needs approval and every list of pending requests reads the approvers: the cost must
// depend neither on how many people decided other requests, nor on when statistics were taken.
const workspace = await TestWorkspace.open();
const { db } = workspace;
const sql = db.$client;
for (const table of ["people", "requests", "agents", "agent_backups", "approvals"])
  await sql.unsafe(`alter table ${table} set (autovacuum_enabled = false)`);
const together = 20;

const agent = await BusyAgent.add(db, workspace);
const backup = await workspace.person("Bea Backup");
await db.insert(agentBackups).values({ agentId: agent.id, personId: backup.personId });

/** Many people who have nothing to do with the requests. Each denied another request. */
async function addPeople() {
  const like = (await workspace.person("Pat Person")).personId;
  const ids = Array.from({ length: 5000 }, () => newId("per", now));
  await sql`
    insert into people select (jsonb_populate_record(p, jsonb_build_object('id', made.id, 'email', made.id || '@example.com'))).*
    from people p, unnest(${ids}::text[]) as made(id) where p.id = ${like}`;
  await agent.fill("allowed", ids.length, await requestsSoFar());
  await sql`
    insert into approvals (id, request_id, person_id, decision, capacity, note, reason_code, created_at)
    select 'apr' || substr(r.id, 4), r.id, p.id, 'deny', 'backup', 'no', 'not_now', ${now.toISOString()}::timestamptz
    from (select id, row_number() over (order by id desc) as n from requests order by id desc limit ${ids.length}) r
      join unnest(${ids}::text[]) with ordinality as p(id, n) using (n)`;
}

async function requestsSoFar(): Promise<number> {
  const [{ count }] = await sql<[{ count: number }]>`select count(*)::int from requests`;
  return count;
}

async function blocksForEach(): Promise<number> {
  await agent.fill("pending", together, await requestsSoFar());
  const ids = await sql<{ id: string }[]>`select id from requests order by id desc limit ${together}`;
  const wanted = ids.map(({ id }) => ({ requestId: id, now }));
  return (await explain(db, eligibleApproversQuery(sql, wanted))).blocks / together;
}

describe.each([
  { statistics: "never taken", take: () => Promise.resolve() },
  { statistics: "of the filled tables", take: () => sql`vacuum analyze` },
])("with many people and statistics $statistics", ({ take }) => {
  beforeAll(async () => {
    await addPeople();
    await take();
  });

  test("the approvers of a request are read from few blocks", async () => {
    expect(await blocksForEach()).toBeLessThan(40);
  });
});
