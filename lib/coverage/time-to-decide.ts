import type postgres from "postgres";
import { decidedByPeople } from "#lib/people/decided-by-people";
import { realRequestText } from "#lib/test-agents/conditions";
import type { Counted, Measure } from "./figure.ts";
import { type Query, query, run } from "./query.ts";
import type { CoverageWindow } from "./window.ts";

export const medianTimeToDecide = timeToDecide("Median time to decide", 0.5, "Half");
export const ninetiethTimeToDecide = timeToDecide("90th percentile time to decide", 0.9, "Nine in ten");

/** Both times by one statement, which sorts the decisions once. */
export async function timesToDecide(sql: postgres.ISql, window: CoverageWindow) {
  const asked = query`
    select ${timeWithin(0.5)} as median, ${timeWithin(0.9)} as ninetieth, ${decided(window)}`;
  const [row] = await run<{ median: number | null; ninetieth: number | null; total: number }>(sql, asked);
  if (!row) throw new Error("the database returned no times");
  const { median, ninetieth, total } = row;
  return {
    medianTimeToDecide: { value: median, total },
    ninetiethTimeToDecide: { value: ninetieth, total },
  } satisfies Record<string, Counted>;
}

// `total` is the number of decisions counted.
function timeToDecide(name: string, share: number, words: string): Measure {
  return {
    name,
    about: `${words} of decisions were made within this time of the request.`,
    unit: "seconds",
    query: (window) => query`
      select ${timeWithin(share)} as value, ${decided(window)}`,
  };
}

// The nearest-rank percentile: the time of an actual decision. Sorts intervals: their seconds would
// be numerics, which take twice as long.
function timeWithin(share: number): Query {
  return query`extract(epoch from percentile_disc(${share}::float8) within group (order by closed_at - created_at))::float8`;
}

function decided({ from, now }: CoverageWindow): Query {
  return query`count(*)::int as total
    from requests r
    where state in ('approved', 'denied') and ${{ sql: decidedByPeople("r") }} and ${{ sql: realRequestText }} and closed_at >= ${from.toISOString()}::timestamptz and closed_at <= ${now.toISOString()}::timestamptz`;
}
