import { realRequestText } from "#lib/test-agents/conditions";
import type { Measure } from "./figure.ts";
import { query } from "./query.ts";

/** The time within which people make half of their decisions. */
export const medianTimeToDecide = timeToDecide("Median time to decide", 0.5, "Half");
/** Within what time people decide nine in ten. */
export const ninetiethTimeToDecide = timeToDecide("90th percentile time to decide", 0.9, "Nine in ten");

// `total` is the number of decisions counted. The nearest-rank percentile: the time of an actual
// decision.
function timeToDecide(name: string, share: number, words: string): Measure {
  return {
    name,
    about: `${words} of decisions were made within this time of the request.`,
    unit: "seconds",
    query: ({ from, now }) => query`
      select (percentile_disc(${share}) within group (order by extract(epoch from closed_at - created_at)))::float8 as value,
        count(*)::int as total
      from requests r
      where state in ('approved', 'denied') and ${{ sql: realRequestText }} and closed_at >= ${from.toISOString()}::timestamptz and closed_at <= ${now.toISOString()}::timestamptz`,
  };
}
