import { sql } from "drizzle-orm";
import { clientOf, type Database } from "#db/client";
import { capacitiesOf } from "#lib/approvals/capacities";
import { loadEligibleApproversOf } from "#lib/approvals/eligible-approvers";
import { fewestTogether } from "#lib/approvals/together/batch";
import { decidableRows } from "#lib/approvals/visibility";

/** Requests of one agent and action type that a person may be able to approve together. */
export interface TogetherGroup {
  agent: { id: string; name: string };
  type: string;
  /** From the action types of the live version. */
  title: string;
}

type Row = { id: string; agent_id: string; agent_name: string; action_type: string; title: string };

/** The most requests that are read. A larger queue shows groups of its first requests to expire. */
const mostRead = 100;

/**
 * The agents and action types of which a person may decide at least two requests at this moment, as
 * far as the rows tell. Reads no action and renders none, so that every view of the queue is cheap:
 * what can't be described or inspected is set apart by the page of the group.
 */
export async function findTogetherGroups(
  db: Database,
  personId: string,
  now: Date,
): Promise<TogetherGroup[]> {
  const rows = await db.execute<Row>(sql`
    select * from (
      select r.id, r.agent_id, a.name as agent_name, r.action_type, t.title, r.expires_at,
        count(*) over (partition by r.agent_id, r.action_type) as size
      from (select r.id ${decidableRows(personId, now)} order by r.expires_at, r.id limit ${mostRead}) first
        join requests r on r.id = first.id join agents a on a.id = r.agent_id
        join action_types t on t.type = r.action_type and t.risk <> 'destructive' and t.descriptor is not null
      where (r.safeguards -> 'numberMatching') is distinct from 'true') grouped
    where size >= ${fewestTogether} order by expires_at, id`);
  const groups = new Map<string, TogetherGroup & { count: number }>();
  for (const row of await decidable(db, rows, personId, now)) {
    const key = `${row.agent_id} ${row.action_type}`;
    const agent = { id: row.agent_id, name: row.agent_name };
    const count = (groups.get(key)?.count ?? 0) + 1;
    groups.set(key, { agent, type: row.action_type, title: row.title, count });
  }
  return [...groups.values()]
    .filter(({ count }) => count >= fewestTogether)
    .map(({ count: _, ...group }) => group);
}

async function decidable(db: Database, rows: Row[], personId: string, now: Date): Promise<Row[]> {
  if (rows.length === 0) return [];
  const wanted = rows.map(({ id }) => ({ requestId: id, now }));
  const eligible = await loadEligibleApproversOf(clientOf(db), wanted);
  return rows.filter((_, index) => {
    const people = eligible[index];
    return people !== undefined && capacitiesOf(people, personId, now).length > 0;
  });
}
