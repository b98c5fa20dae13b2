import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { explain } from "#db/testing/explain";
import type { AuditEventType } from "#lib/audit/event-types";
import { recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { countedRemovals, listRefusedRemovals, refusedRemovalsQuery } from "./list-refused-removals.ts";
import { addPerson } from "./testing/people.ts";

let now = new Date("2026-11-24T10:00:00Z");
const { db } = await createTestDatabase();
const admin = await addPerson(db, { roles: ["admin"], now });

const list = () => listRefusedRemovals(db, { viewer: admin, now });
async function record(person: string, type: AuditEventType): Promise<void> {
  now = addSeconds(now, 1);
  const actor = { type: "system" as const, id: "scim:sct_x" };
  await recordAudit(db, { type, actor, subject: { person }, data: { reason: "mutability" } }, now);
}

test("the newest twenty people are shown without duplicates, and all are counted", async () => {
  const ids: string[] = [];
  for (let index = 0; index < 25; index++) {
    const { personId } = await addPerson(db, { roles: ["approver"], now });
    ids.unshift(personId);
    await record(personId, "person.removal_refused");
  }
  const [newest = "", second = "", third = ""] = ids;
  await record(second, "person.called_active");
  await record(third, "person.suspended");
  await record(third, "person.removal_refused");
  await record(newest, "person.removal_refused");
  const { removals, count } = await list();
  expect(count).toBe(24);
  expect(removals.map(({ person }) => person.id)).toEqual([newest, third, ...ids.slice(3, 21)]);
  expect(removals[0]).toMatchObject({ at: now, reason: "mutability" });
});

test("the cost is bounded for any number of refusals and other events", async () => {
  await db.execute(sql`
    insert into people (id, name, email, status, roles, created_at)
    select 'per_many' || n, 'Many ' || n, 'many' || n || '@example.com', 'active', '{approver}', ${now.toISOString()}::timestamptz
    from generate_series(1, 10000) n`);
  await db.execute(sql`
    insert into audit_events (id, at, type, actor_id, person_id, body)
    select substr(m.id, 1, 20) || lpad(d || '', 2, '0') || lpad(n || '', 8, '0'), m.at,
      case when d < 3 then 'person.removal_refused' else 'agent.created' end, m.actor_id, 'per_many' || n, m.body
    from generate_series(1, 10000) n, generate_series(0, 5) d, (select * from audit_events order by id desc limit 1) m`);
  await db.execute(sql`analyze people, audit_events`);
  const { removals, count } = await list();
  expect(removals).toHaveLength(20);
  expect(count).toBe(countedRemovals);
  const { nodes, blocks } = await explain(db, refusedRemovalsQuery(db.$client, now));
  expect(nodes.join()).toContain("on audit_events_type");
  expect(nodes.join()).toContain("on audit_events_standing");
  expect(blocks).toBeLessThan(100_000);
});
