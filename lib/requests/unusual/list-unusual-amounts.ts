import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { agentsReadInFull, type RequestReader } from "#lib/requests/visible-requests";
import { realAgent } from "#lib/test-agents/conditions";
import { isUnit, type Position, positionOf } from "./amount-finding.ts";
import { mostAmounts } from "./summarize-history.ts";

/** The newest decisions of each agent that are looked at: fewer than on a request's own page. */
const newestDecisions = 200;

type Row = {
  id: string;
  currency: string | null;
  takesCurrency: boolean;
  count: number;
  less: number;
  greater: number;
};

/**
 * Which of several requests have an unusual amount, by the rule of a request's own page: larger or
 * smaller than nearly all of the agent's last approved amounts of the action type. Only of agents whose
 * whole history the viewer reads, and no test requests. An amount that isn't listed isn't usual for that:
 * the own page looks at more decisions.
 * @param ids requests that the viewer may read.
 */
export async function listUnusualAmounts(
  db: Database,
  viewer: RequestReader,
  ids: string[],
  now: Date,
): Promise<Map<string, Position>> {
  if (ids.length === 0) return new Map();
  const rows = await db.execute<Row>(sql`
    with listed as materialized (
      select r.id, r.agent_id, r.action_type, r.amount, r.currency, t.currency_param is not null as "takesCurrency"
      from requests r join agents a on a.id = r.agent_id left join action_types t on t.type = r.action_type
      where r.id = any(${sql.param(ids)}::text[]) and r.amount is not null and ${realAgent("a")} and ${agentsReadInFull(viewer, now)}),
    decided as (
      select d.* from (select distinct agent_id from listed) of cross join lateral (
        select agent_id, action_type, amount, currency, id, state from requests
        where agent_id = of.agent_id and state in ('approved', 'denied') and not is_break_glass
        order by id collate "C" desc limit ${newestDecisions}) d),
    approved as materialized (
      select *, row_number() over (partition by agent_id, action_type, currency order by id desc) as place
      from decided where state = 'approved' and amount is not null)
    select l.id, l.currency, l."takesCurrency", count(*)::int as count, (count(*) filter (where a.amount < l.amount))::int as less,
      (count(*) filter (where a.amount > l.amount))::int as greater
    from listed l join approved a on a.agent_id = l.agent_id and a.action_type = l.action_type
      and a.currency is not distinct from l.currency and a.id < l.id and a.place <= ${mostAmounts}
    group by l.id, l.currency, l."takesCurrency"`);
  return new Map(
    rows.flatMap(({ id, currency, takesCurrency, ...compared }) => {
      const position = isUnit(currency, takesCurrency) ? positionOf(compared) : undefined;
      return position ? [[id, position]] : [];
    }),
  );
}
