import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { agentsReadInFull, type RequestReader } from "#lib/requests/visible-requests";
import { realAgent } from "#lib/test-agents/conditions";
import { isUnit, type Position, positionOf } from "./amount-finding.ts";
import { mostAmounts } from "./summarize-history.ts";

/** The newest decisions before each request that are looked at: fewer than on the request's own page. */
const newestDecisions = 200;
/** Of many requests of one agent and type, only so many are looked at, the largest amounts first. */
const mostOfOneType = 20;

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
    with readable as (
      select r.id, r.agent_id, r.action_type, r.amount, r.currency, t.currency_param is not null as "takesCurrency",
        row_number() over (partition by r.agent_id, r.action_type, r.currency order by r.amount desc) as place
      from requests r join agents a on a.id = r.agent_id left join action_types t on t.type = r.action_type
      where r.id = any(${sql.param(ids)}::text[]) and r.amount is not null and ${realAgent("a")} and ${agentsReadInFull(viewer, now)}),
    listed as materialized (select * from readable where place <= ${mostOfOneType})
    select l.id, l.currency, l."takesCurrency", count(*)::int as count, (count(*) filter (where before.amount < l.amount))::int as less,
      (count(*) filter (where before.amount > l.amount))::int as greater
    from listed l cross join lateral (
      select d.amount from (
        select id, action_type, amount, currency, state from requests
        where agent_id = l.agent_id and id collate "C" < l.id and state in ('approved', 'denied') and not is_break_glass
        order by id collate "C" desc limit ${newestDecisions}) d
      where d.state = 'approved' and d.amount is not null and d.action_type = l.action_type and d.currency is not distinct from l.currency
      order by d.id desc limit ${mostAmounts}) before
    group by l.id, l.currency, l."takesCurrency"`);
  return new Map(
    rows.flatMap(({ id, currency, takesCurrency, ...compared }) => {
      const position = isUnit(currency, takesCurrency) ? positionOf(compared) : undefined;
      return position ? [[id, position]] : [];
    }),
  );
}
