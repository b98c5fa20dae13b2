import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { agentsReadInFull, type RequestReader } from "#lib/requests/visible-requests";
import { realAgent } from "#lib/test-agents/conditions";
import { isUnit, type Position, positionOf } from "./amount-finding.ts";
import { newestDecided } from "./decided-before.ts";
import { mostAmounts } from "./summarize-history.ts";

/** The newest decisions to look at before each request: fewer than on the request's own page. */
const newestDecisions = 200;
/** Of many requests of one agent and type, so many at each end are looked at. */
const mostAtEachEnd = 10;

type Row = {
  id: string;
  currency: string | null;
  takesCurrency: boolean;
  /** Whether older decisions were left out. */
  isCut: boolean;
  count: number;
  less: number;
  greater: number;
};

/**
 * Which requests have an unusual amount, by the rule of a request's own page: larger or smaller
 * than nearly all of the agent's last approved amounts of the type. Only for readers of the agent's
 * whole history, and no test requests. A request that isn't listed may be unusual: its page looks
 * at more decisions.
 * @param ids requests that the viewer may read.
 */
export async function listUnusualAmounts(
  db: Database,
  viewer: RequestReader,
  ids: string[],
  now: Date,
): Promise<Map<string, Position>> {
  if (ids.length === 0) return new Map();
  const ofOneType = sql`partition by r.agent_id, r.action_type, r.currency order by r.amount`;
  const rows = await db.execute<Row>(sql`
    with readable as (
      select r.id, r.agent_id, r.action_type, r.amount, r.currency, t.currency_param is not null as "takesCurrency",
        row_number() over (${ofOneType}) as from_smallest, row_number() over (${ofOneType} desc) as from_largest
      from requests r join agents a on a.id = r.agent_id left join action_types t on t.type = r.action_type
      where r.id = any(${sql.param(ids)}::text[]) and r.amount is not null and ${realAgent("a")} and ${agentsReadInFull(viewer, now)}),
    listed as materialized (
      select * from readable where from_smallest <= ${mostAtEachEnd} or from_largest <= ${mostAtEachEnd})
    select l.id, l.currency, l."takesCurrency", compared.*
    from listed l cross join lateral (
      with decided as materialized (
        select id, action_type, amount, currency, state from ${newestDecided({ agentId: sql`l.agent_id`, before: sql`l.id`, most: newestDecisions })} newest),
      approved as (
        select amount from decided
        where state = 'approved' and amount is not null and action_type = l.action_type and currency is not distinct from l.currency
        order by id desc limit ${mostAmounts})
      select (select count(*) = ${newestDecisions} from decided) as "isCut", count(*)::int as count,
        (count(*) filter (where amount < l.amount))::int as less, (count(*) filter (where amount > l.amount))::int as greater
      from approved) compared`);
  return new Map(
    rows.flatMap(({ id, currency, takesCurrency, isCut, ...compared }) => {
      const isComparable = isUnit(currency, takesCurrency) && (!isCut || compared.count === mostAmounts);
      const position = isComparable ? positionOf(compared) : undefined;
      return position ? [[id, position]] : [];
    }),
  );
}
