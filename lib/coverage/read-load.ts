import type postgres from "postgres";
import type { Database } from "#db/client";
import { addSeconds } from "#lib/kernel/clock";
import type { Viewer } from "#lib/sessions/session";
import { type Load, loadText, withAsks } from "./asks.ts";
import { enoughText, mostDecisions } from "./decided-requests.ts";
import { zonesInUse } from "./known-zones.ts";
import { type Query, query, run } from "./query.ts";
import type { CoverageWindow } from "./window.ts";

/** Bounds the cost for one person; of the whole workspace's requests. */
const mostRequests = 20_000;

/** How often the viewer was asked in the last so many days. There is no way to read another person's. */
export async function readOwnLoad(
  { $client: sql }: Database,
  { viewer, days, now }: { viewer: Viewer; days: number; now: Date },
): Promise<Load> {
  const of = { from: addSeconds(now, -days * 86_400), most: mostRequests, personId: viewer.personId };
  const [row] = await run<Load>(
    sql,
    query`${withAsks(of, await zonesInUse(sql))} select ${{ sql: loadText }} from asks`,
  );
  if (!row) throw new Error("the database returned no load");
  return row;
}

/** How often all people together were asked, without a number that describes one of them. The caller checks access. */
export async function readLoad(sql: postgres.ISql, window: CoverageWindow): Promise<Load> {
  const rows = await run<LoadRow>(sql, loadQuery(window, await zonesInUse(sql)));
  const of = (cell: LoadRow["cell"]) => rows.find((row) => row.cell === cell);
  const [asked, decided, timed] = [of("asked"), of("decided"), of("timed")];
  return {
    ...{ asked: asked?.total ?? null, night: asked?.night ?? null, bursts: asked?.bursts ?? null },
    ...{ decided: decided?.total ?? null, median: timed?.median ?? null },
  };
}

interface LoadRow {
  cell: "asked" | "decided" | "timed";
  total: number;
  median: number | null;
  night: number | null;
  bursts: number | null;
}

/** The query of {@link readLoad}: a row for each number with enough people behind it. */
export function loadQuery({ from }: CoverageWindow, zones: readonly string[]): Query {
  return query`
    ${withAsks({ from, most: mostDecisions }, zones)},
    totals as (
      select cell, sum(n)::int as total, count(*)::int as people, max(n)::int as most from (
        select 'asked' as cell, count(asked_at) as n from asks group by person_id
        union all select 'decided', count(decided_at) from asks group by person_id
        union all select 'timed', count(seconds) from asks group by person_id) of_person
      where n > 0 group by cell),
    load as (select ${{ sql: loadText }} from asks)
    select cell, total, case when cell = 'timed' then median end as median,
      case when cell = 'asked' then night end as night, case when cell = 'asked' then bursts end as bursts
    from totals cross join load where ${{ sql: enoughText }}`;
}
