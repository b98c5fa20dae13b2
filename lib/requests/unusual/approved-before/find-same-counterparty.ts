import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { addSeconds } from "#lib/kernel/clock";
import { firstIdAt } from "#lib/kernel/ids";
import { decidedByPeople } from "#lib/people/decided-by-people";
import type { Action } from "#lib/policy/language/action";
import { realRequest } from "#lib/test-agents/conditions";
import { type Counterparty, counterpartiesOf, hasCounterparty, textIn } from "./counterparties.ts";
import { type Compared, type EarlierRow, idAfter, worstOf } from "./earlier-query.ts";
import { decidedAt, joined, selected } from "./outcomes.ts";

const daySeconds = 24 * 3600;
/** The newest decisions of people, and the newest requests, of an agent's last day that are looked at. */
const newestDecided = 1000;
const newestAsked = 500;
const most = 100;
/** The look-ups of one call, each for the equal requests of a reader: the rest isn't compared. */
const mostLookUps = 50;

export interface ComparedAction extends Pick<Compared, "id" | "readerId"> {
  action: Action;
  descriptor: Descriptor | undefined;
}

interface DayBefore {
  scope: SQL;
  at: Date;
  now: Date;
}

/**
 * The agent's approved requests of the day before with the same type, amount and counterparty.
 * People's decisions are looked at apart, so that no flood of the agent hides them.
 * @param day `scope`: which earlier requests `r` of agents `a` are read, for a reader
 * `c.reader_id`.
 */
export async function findSameCounterparty(
  db: Database,
  requests: ComparedAction[],
  day: DayBefore,
): Promise<(EarlierRow & { readerId: string })[]> {
  const wanted = requests.flatMap(({ action, descriptor, ...request }) => {
    const counterparties = counterpartiesOf(action, descriptor);
    return counterparties.length > 0 ? [{ ...request, counterparties }] : [];
  });
  if (wanted.length === 0) return [];
  const rows = await db.execute<FoundRow>(sameCounterpartyQuery(wanted, day));
  const ofId = new Map(wanted.map(({ id, counterparties }) => [id, counterparties]));
  return rows.filter(({ of: [id = ""], action }) =>
    hasCounterparty(JSON.parse(action) as Action, ofId.get(id) ?? []),
  );
}

/** {@link findSameCounterparty} for pending requests by ID. */
export async function listSameCounterparty(
  db: Database,
  requests: Pick<Compared, "id" | "readerId">[],
  { scope, now }: Pick<DayBefore, "scope" | "now">,
): Promise<(EarlierRow & { readerId: string })[]> {
  const rows = await db.execute<{ id: string; action: string; descriptor: Descriptor | null }>(sql`
    select r.id, r.action, t.descriptor from requests r left join action_types t on t.type = r.action_type
    where r.id = any(${column(requests, ({ id }) => id)}::text[]) and r.amount is not null`);
  const found = new Map(rows.map((row) => [row.id, row]));
  const compared = requests.flatMap((request) => {
    const row = found.get(request.id);
    if (!row) return [];
    return [
      { ...request, action: JSON.parse(row.action) as Action, descriptor: row.descriptor ?? undefined },
    ];
  });
  return findSameCounterparty(db, compared, { scope, at: now, now });
}

type FoundRow = EarlierRow & { readerId: string; action: string };

/** The query of {@link findSameCounterparty}: the day of an agent is read once, for however many requests. */
export function sameCounterpartyQuery(
  wanted: (Pick<Compared, "id" | "readerId"> & { counterparties: Counterparty[] })[],
  { scope, at, now }: DayBefore,
): SQL {
  const sets = new Map(wanted.map(({ counterparties }) => [JSON.stringify(counterparties), counterparties]));
  const keys = [...sets.keys()];
  const texts = [...sets.values()].flatMap((counterparties, set) =>
    counterparties.map((counterparty) => ({ set: String(set), text: textIn(counterparty) })),
  );
  const setOf = ({ counterparties }: { counterparties: Counterparty[] }) =>
    String(keys.indexOf(JSON.stringify(counterparties)));
  // The collations make the planner use the indexes `requests_decided_by_people` and `requests_agent`, and
  // `limit 1` the primary key.
  const newest = (collation: "C" | "POSIX", states: SQL, limit: number) => sql`
    (select e.id from requests e
      where e.agent_id = agent.id
        and e.id collate ${sql.identifier(collation)} < ${idAfter(at)}
        and e.id collate ${sql.identifier(collation)} >= ${firstIdAt("req", addSeconds(at, -daySeconds))} and ${states}
      order by e.id collate ${sql.identifier(collation)} desc limit ${limit})`;
  const sameAmount = sql`c.agent_id = e.agent_id and c.action_type = e.action_type and c.amount = e.amount
    and c.currency is not distinct from e.currency`;
  const matching = sql`(select r.* from matches m join requests r on r.id = m.id where m.of = c.ids[1] and m.reader_id = c.reader_id)`;
  return sql`
    with texts as materialized (
      select t.set, array_agg(lower(t.text)) as texts
      from unnest(${column(texts, ({ set }) => set)}::text[], ${column(texts, ({ text }) => text)}::text[]) t(set, text)
      group by t.set),
    c as materialized (
      select array_agg(r.id) as ids, r.agent_id, r.action_type, r.amount, r.currency, t.texts, w.reader_id
      from unnest(${column(wanted, ({ id }) => id)}::text[], ${column(wanted, setOf)}::text[],
          ${column(wanted, ({ readerId }) => readerId ?? "")}::text[]) with ordinality w(id, set, reader_id, n)
        join texts t on t.set = w.set join requests r on r.id = w.id
      where r.amount is not null and ${realRequest("r")}
      group by r.agent_id, r.action_type, r.amount, r.currency, t.texts, w.set, w.reader_id
      order by min(w.n) limit ${mostLookUps}),
    near as materialized (
      select e.id, e.agent_id, e.action_type, e.amount, e.currency, lower(e.action) as text
      from (select distinct agent_id as id from c) agent cross join lateral (
          ${newest("C", sql`e.state in ('approved', 'denied') and ${sql.raw(decidedByPeople("e"))}`, newestDecided)}
          union ${newest("POSIX", sql`true`, newestAsked)}) day
        cross join lateral (select * from requests where id = day.id limit 1) e
      where e.state in ('approved', 'allowed') and ${decidedAt("e")} <= ${at.toISOString()}::timestamptz
        and exists (select from c where ${sameAmount})),
    matches as materialized (
      select c.ids[1] as of, c.reader_id, e.id from c join near e on ${sameAmount}
      where e.id <> all(c.ids) and exists (select from unnest(c.texts) t where strpos(e.text, t) > 0)),
    e as materialized (
      select c.ids, c.agent_id, c.reader_id, found.id, 'counterparty_amount' as same
      from c cross join lateral ${worstOf(matching, { scope, most, now })} found)
    ${selected(now)}, r.action, e.reader_id as "readerId" from e join requests r on r.id = e.id ${joined}`;
}

function column<T>(rows: T[], of: (row: T) => string) {
  return sql.param(rows.map(of));
}
