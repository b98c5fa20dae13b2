import type postgres from "postgres";
import type { AuditEventType } from "#lib/audit/event-types";
import { firstIdAt } from "#lib/kernel/ids";
import { countOf, type EventDays } from "./events-by-day.ts";
import type { Counted, Measure } from "./figure.ts";
import { type Query, query, run } from "./query.ts";
import type { CoverageWindow } from "./window.ts";

/** The events of grants that were used or revoked. */
export const grantEnds = ["grant.redeemed", "grant.revoked"] as const satisfies AuditEventType[];

/** Grants that expired unused, counted by rows: no event records an expiry (decision 0028). */
export const grantsUnused: Measure = {
  name: "Unused grants",
  about: "Share of closed grants that expired without being used.",
  unit: "grants",
  query: (window) => query`
    select unused as value, (unused + ended)::int as total
    from (
      ${unusedQuery(window)}) u
    cross join (
      select count(*) as ended
      from audit_events
      where type = any(string_to_array(${grantEnds.join()}, ',')) and id > ${firstIdAt("evt", window.from)}) e`,
};

/** The number of grants that expired unused, for {@link shareOfUnused}. */
export async function countUnusedGrants(sql: postgres.ISql, window: CoverageWindow): Promise<number> {
  const [row] = await run<{ unused: number }>(sql, unusedQuery(window));
  return row?.unused ?? 0;
}

/** The figure {@link grantsUnused}, with the other ends of grants counted already. */
export function shareOfUnused(unused: number, days: Pick<EventDays, "days">) {
  return { value: unused, total: unused + countOf(days, grantEnds) } satisfies Counted;
}

function unusedQuery({ from, now }: CoverageWindow): Query {
  return query`
    select count(*)::int as unused
    from grants
    where state = 'issued' and redeemed_by is null
      and expires_at >= ${from.toISOString()}::timestamptz and expires_at <= ${now.toISOString()}::timestamptz`;
}
