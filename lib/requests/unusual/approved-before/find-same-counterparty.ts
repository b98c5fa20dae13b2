import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { addSeconds } from "#lib/clock";
import { firstIdAt } from "#lib/ids";
import type { Action } from "#lib/policy/language/action";
import { type RequestReader, readableRequests } from "#lib/requests/visible-requests";
import { realRequest } from "#lib/test-agents/conditions";
import type { ComparedRequest } from "../decided-before.ts";
import { type Counterparty, counterpartiesOf, hasCounterparty, textIn } from "./counterparties.ts";
import { type Compared, type EarlierRow, idAfter, worstOf } from "./earlier-query.ts";
import { decidedAt, joined, selected } from "./outcomes.ts";

const daySeconds = 24 * 3600;
/** The newest decisions of people, and the newest requests, of the agent's last day that are looked at. */
const newestDecided = 1000;
const newestAsked = 500;
const most = 100;

/**
 * What was approved of the same agent's requests of the day before, with the same type, amount and
 * counterparty, for requests of one agent and type. People's decisions are looked at apart from all
 * requests, so that no flood of the agent hides them.
 */
export async function findSameCounterparty(
  db: Database,
  viewer: RequestReader,
  requests: ComparedRequest[],
  { at, now }: { at: Compared["at"]; now: Date },
): Promise<EarlierRow[]> {
  const wanted = requests.flatMap(({ id, action, descriptor }) => {
    const counterparties = counterpartiesOf(action, descriptor);
    return counterparties.length > 0 ? [{ id, counterparties }] : [];
  });
  if (wanted.length === 0) return [];
  const rows = await db.execute<EarlierRow & { action: string }>(
    sameCounterpartyQuery(wanted, { scope: readableRequests(viewer, now), at, now }),
  );
  const ofId = new Map(wanted.map(({ id, counterparties }) => [id, counterparties]));
  return rows.filter(({ of: [id = ""], action }) =>
    hasCounterparty(JSON.parse(action) as Action, ofId.get(id) ?? []),
  );
}

/** The query of {@link findSameCounterparty}: the day is read once, for however many requests. */
export function sameCounterpartyQuery(
  wanted: { id: string; counterparties: Counterparty[] }[],
  { scope, at, now }: { scope: SQL; at: Date; now: Date },
): SQL {
  const texts = wanted.flatMap(({ id, counterparties }) =>
    counterparties.map((counterparty) => ({ id, text: textIn(counterparty) })),
  );
  // The collations make the planner use the indexes `requests_decided_agent` and `requests_agent`.
  const newest = (collation: "C" | "POSIX", states: SQL, limit: number) => sql`
    (select e.id, e.state, e.action_type, e.amount, e.currency, ${decidedAt("e")} as at from requests e
      where e.agent_id = (select agent_id from requests where id = ${wanted[0]?.id})
        and e.id collate ${sql.identifier(collation)} < ${idAfter(at)}
        and e.id collate ${sql.identifier(collation)} >= ${firstIdAt("req", addSeconds(at, -daySeconds))} and ${states}
      order by e.id collate ${sql.identifier(collation)} desc limit ${limit})`;
  const matching = sql`(
    select r.* from near join requests r on r.id = near.id
    where near.id <> c.id and near.action_type = c.action_type and near.amount = c.amount
      and near.currency is not distinct from c.currency
      and exists (select from texts t where t.id = c.id and strpos(lower(r.action), lower(t.text)) > 0))`;
  return sql`
    with near as materialized (
      select * from (${newest("C", sql`e.state in ('approved', 'denied')`, newestDecided)}
        union ${newest("POSIX", sql`true`, newestAsked)}) day
      where state in ('approved', 'allowed') and at <= ${at.toISOString()}::timestamptz),
    texts as materialized (
      select * from unnest(${column(texts, ({ id }) => id)}::text[], ${column(texts, ({ text }) => text)}::text[]) t(id, text)),
    e as materialized (
      select array[c.id] as ids, c.agent_id, found.id, 'counterparty_amount' as same
      from requests c cross join lateral ${worstOf(matching, { scope, most, now })} found
      where c.id = any(${column(wanted, ({ id }) => id)}::text[]) and ${realRequest("c")})
    ${selected(now)}, r.action from e join requests r on r.id = e.id ${joined}`;
}

function column<T>(rows: T[], of: (row: T) => string) {
  return sql.param(rows.map(of));
}
