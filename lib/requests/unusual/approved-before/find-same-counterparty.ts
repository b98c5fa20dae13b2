import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { addSeconds } from "#lib/clock";
import { firstIdAt } from "#lib/ids";
import type { Action } from "#lib/policy/language/action";
import { type RequestReader, readableRequests } from "#lib/requests/visible-requests";
import type { ComparedRequest } from "../decided-before.ts";
import { counterpartiesOf, hasCounterparty, textIn } from "./counterparties.ts";
import { type Compared, type EarlierRow, idAfter, joined, selected } from "./earlier-query.ts";

const daySeconds = 24 * 3600;
/** The newest decisions of people, and the newest requests, of the agent's last day that are looked at. */
const newestDecided = 1000;
const newestAsked = 500;
const most = 20;

/**
 * What was approved of the same agent's requests of the day before, with the same type, amount and
 * counterparty. People's decisions are looked at apart from all requests, so that no flood of the
 * agent hides them.
 */
export async function findSameCounterparty(
  db: Database,
  viewer: RequestReader,
  request: ComparedRequest,
  { at, now }: { at: Compared["at"]; now: Date },
): Promise<EarlierRow[]> {
  const { id, agent, action, descriptor } = request;
  const counterparties = counterpartiesOf(action, descriptor);
  if (counterparties.length === 0) return [];
  const texts = counterparties.map(textIn);
  // The collations make the planner use the indexes `requests_decided_agent` and `requests_agent`.
  const newest = (collation: "C" | "POSIX", states: ReturnType<typeof sql>, limit: number) => sql`
    (select * from requests e
      where e.agent_id = ${agent.id} and e.id collate ${sql.identifier(collation)} < ${idAfter(at)}
        and e.id collate ${sql.identifier(collation)} >= ${firstIdAt("req", addSeconds(at, -daySeconds))} and ${states}
      order by e.id collate ${sql.identifier(collation)} desc limit ${limit})`;
  const rows = await db.execute<EarlierRow & { action: string }>(sql`
    with near as (
      ${newest("C", sql`e.state in ('approved', 'denied')`, newestDecided)}
      union ${newest("POSIX", sql`true`, newestAsked)}),
    e as materialized (
      select array[${id}] as ids, near.agent_id, near.id, 'counterparty_amount' as same
      from near join requests c on c.id = ${id}
      where near.id <> c.id and near.state in ('approved', 'allowed') and near.action_type = c.action_type
        and near.amount = c.amount and near.currency is not distinct from c.currency
        and coalesce(near.closed_at, near.created_at) <= ${at.toISOString()}::timestamptz
        and exists (select from unnest(${sql.param(texts)}::text[]) t where strpos(lower(near.action), lower(t)) > 0)
      order by near.id desc limit ${most})
    ${selected(now)}, r.action from e join requests r on r.id = e.id ${joined} where ${readableRequests(viewer, now)}`);
  return rows.filter((row) => hasCounterparty(JSON.parse(row.action) as Action, counterparties));
}
