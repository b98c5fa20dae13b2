import { sql } from "drizzle-orm";
import { clientOf, type Database } from "#db/client";
import { capacitiesOf } from "#lib/approvals/capacities";
import { loadEligibleApproversOf } from "#lib/approvals/eligible-approvers";
import { fewestTogether, mostTogether } from "#lib/approvals/together/batch";
import { findObstacle } from "#lib/approvals/together/find-obstacle";
import { decidableRows } from "#lib/approvals/visibility";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import type { Action } from "#lib/policy/language/action";
import { readSafeguards } from "#lib/policy/language/safeguards";

/** Requests of one agent and action type that a person may approve together. */
export interface TogetherGroup {
  agent: { id: string; name: string };
  type: string;
  /** From the action types of the live version. */
  title: string;
  /** At most as many as one batch. */
  count: number;
}

type Row = {
  id: string;
  agent_id: string;
  agent_name: string;
  action: string;
  action_type: string;
  title: string;
  safeguards: unknown;
};

/** The most requests that are read. A larger queue shows groups of its first requests to expire. */
const mostRead = 100;

/** The groups of at least two requests that a person may approve together at this moment. */
export async function findTogetherGroups(
  db: Database,
  personId: string,
  now: Date,
): Promise<TogetherGroup[]> {
  const rows = await db.execute<Row>(sql`
    select * from (
      select r.id, r.agent_id, a.name as agent_name, r.action, r.action_type, t.title, r.safeguards,
        r.expires_at, count(*) over (partition by r.agent_id, r.action_type) as size
      from (select r.id ${decidableRows(personId, now)} order by r.expires_at, r.id limit ${mostRead}) first
        join requests r on r.id = first.id join agents a on a.id = r.agent_id
        join action_types t on t.type = r.action_type and t.risk <> 'destructive' and t.descriptor is not null) grouped
    where size >= ${fewestTogether} order by expires_at, id`);
  const groups = new Map<string, TogetherGroup>();
  for (const row of await qualified(db, rows, personId, now)) {
    const key = `${row.agent_id} ${row.action_type}`;
    const agent = { id: row.agent_id, name: row.agent_name };
    const group = groups.get(key) ?? { agent, type: row.action_type, title: row.title, count: 0 };
    groups.set(key, { ...group, count: Math.min(group.count + 1, mostTogether) });
  }
  return [...groups.values()].filter(({ count }) => count >= fewestTogether);
}

async function qualified(db: Database, rows: Row[], personId: string, now: Date): Promise<Row[]> {
  if (rows.length === 0) return [];
  const wanted = rows.map(({ id }) => ({ requestId: id, now }));
  const eligible = await loadEligibleApproversOf(clientOf(db), wanted);
  const policyVersion = await currentPolicyVersion(db);
  const found: Row[] = [];
  for (const [index, row] of rows.entries()) {
    const people = eligible[index];
    if (!people || capacitiesOf(people, personId, now).length === 0) continue;
    const action = JSON.parse(row.action) as Action;
    const safeguards = readSafeguards(row.safeguards);
    const obstacle = await findObstacle(db, { action, policyVersion, safeguards });
    if (!obstacle) found.push(row);
  }
  return found;
}
