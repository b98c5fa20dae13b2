import type postgres from "postgres";
import type { Risk } from "#db/schema/policy";
import { riskLabels } from "#lib/text/labels";
import { enoughText, withDecided } from "./decided-requests.ts";
import { marks, shareMarks } from "./human-quality-marks.ts";
import { zonesInUse } from "./known-zones.ts";
import { type Query, query, run } from "./query.ts";
import type { CoverageWindow } from "./window.ts";

export type RiskClass = Risk | "unknown";

/** The times from opening a request to its approval, in seconds; null: too little data. */
export interface DecisionTimes {
  risk: RiskClass;
  times: { approvals: number; median: number; ninetieth: number } | null;
}

export interface QualityShare {
  id: (typeof shareMarks)[number];
  name: string;
  about: string;
  /** Null: too little data. */
  counted: { value: number; total: number } | null;
}

/** How people decide, never one of them alone. */
export interface HumanQuality {
  times: DecisionTimes[];
  shares: QualityShare[];
  query: Query;
}

const risks = Object.keys(riskLabels) as RiskClass[];

/** How people decided, without groups that would describe one person. The caller checks access. */
export async function readHumanQuality(sql: postgres.ISql, window: CoverageWindow): Promise<HumanQuality> {
  const asked = qualityQuery(window, await zonesInUse(sql));
  const rows = await run<CellRow>(sql, asked);
  const cells = new Map(rows.map((row) => [row.cell, row]));
  return {
    times: risks.map((risk) => ({ risk, times: timesOf(cells.get(risk)) })),
    shares: shareMarks.map((id) => {
      const { name, about, of } = marks[id];
      const cell = cells.get(of);
      return { id, name, about, counted: cell ? { value: cell[id], total: cell.total } : null };
    }),
    query: asked,
  };
}

/**
 * The query of {@link readHumanQuality}: a row for each group of enough decisions. `rollup` sorts the
 * decisions once for all groups; a join of groups and decisions took 3 ms longer for 2,000.
 */
export function qualityQuery(window: CoverageWindow, zones: readonly string[]): Query {
  const counts = shareMarks.map((id) => `count(*) filter (where ${marks[id].condition})::int as "${id}"`);
  return query`
    ${withDecided(window, zones)}, marked as (select *, ${{ sql: marks.timed.condition }} as is_timed from decided),
    by_person as materialized (
      select risk, is_timed, person_id, count(*)::int as n from marked group by risk, is_timed, person_id),
    shares as (
      select cell, sum(n)::int as total, count(*)::int as people, max(n)::int as most
      from (
        select 'all' as cell, sum(n) as n from by_person group by person_id
        union all select 'timed', sum(n) from by_person where is_timed group by person_id
        union all select risk, n from by_person where is_timed) of_person group by cell),
    groups as (
      select case when grouping(is_timed) = 1 then 'all' when grouping(risk) = 1 then 'timed' else risk end as cell, ${{ sql: counts.join(", ") }},
        percentile_disc(0.5) within group (order by seconds) as median,
        percentile_disc(0.9) within group (order by seconds) as ninetieth
      from marked group by rollup (is_timed, risk)
      having is_timed or grouping(is_timed) = 1)
    select g.*, s.total
    from groups g join shares s using (cell)
    where ${{ sql: enoughText }}`;
}

interface CellRow extends Record<(typeof shareMarks)[number], number> {
  /** `all`, `timed`, or the risk of timed decisions. */
  cell: "all" | "timed" | RiskClass;
  total: number;
  median: number | null;
  ninetieth: number | null;
}

function timesOf(cell: CellRow | undefined): DecisionTimes["times"] {
  if (!cell || cell.median === null || cell.ninetieth === null) return null;
  return { approvals: cell.total, median: cell.median, ninetieth: cell.ninetieth };
}
