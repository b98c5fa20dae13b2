import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { fewestTogether } from "#lib/approvals/together/batch";
import { type Sum, totalsOf } from "./totals-of.ts";

/** Requests of one agent and type, maybe approvable together. */
export interface TogetherGroup {
  agent: { id: string; name: string };
  type: string;
  /** From the action types of the live version. */
  title: string;
  /** How many requests. */
  count: number;
  /** The total in each currency; undefined unless every amount can be added. */
  totals: Sum[] | undefined;
}

type Row = {
  agent_id: string;
  agent_name: string;
  action_type: string;
  title: string;
  amount: string | null;
  currency: string | null;
};

/**
 * Agents and action types with at least two requests to decide, as far as the rows tell. Renders no
 * action, so that every view of the queue is cheap: the group's page sets apart what can't be
 * described or inspected.
 * @param decidable what `listDecidable` answers for the person.
 */
export async function findTogetherGroups(db: Database, decidable: string[]): Promise<TogetherGroup[]> {
  if (decidable.length < fewestTogether) return [];
  const rows = await db.execute<Row>(sql`
    select r.agent_id, a.name as agent_name, r.action_type, t.title, r.amount::text, r.currency
    from requests r join agents a on a.id = r.agent_id
      join action_types t on t.type = r.action_type and t.risk <> 'destructive' and t.descriptor is not null
    where r.id = any(${sql.param(decidable)}::text[]) and (r.safeguards -> 'numberMatching') is distinct from 'true'
    order by r.expires_at, r.id`);
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.agent_id} ${row.action_type}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    if (!first || members.length < fewestTogether) return [];
    const agent = { id: first.agent_id, name: first.agent_name };
    const totals = totalsOf(members.map(sumOf));
    return [{ agent, type: first.action_type, title: first.title, count: members.length, totals }];
  });
}

function sumOf({ amount, currency }: Row): Sum | undefined {
  return amount === null || currency === null ? undefined : { value: amount, currency };
}
