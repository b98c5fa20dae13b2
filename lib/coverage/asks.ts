import { firstIdAt } from "#lib/kernel/ids";
import { realRequestText } from "#lib/test-agents/conditions";
import { type Query, query } from "./query.ts";

/** An ask is in a burst if it is at least the tenth of its person within ten minutes. */
const burst = { asks: 10, minutes: 10 } as const;

/** The hours that count as night for a person without quiet hours. */
const night = { from: "22:00", until: "06:00" };

/**
 * Who was asked about which request since `from`, as the table expression `asks`. `asked_at`: when the
 * first message about it arrived, on any channel; null for a request that the person decided without
 * one. `decided_at`: the person's decision. `seconds`: from the one to the other. Without test requests
 * and break-glass approvals.
 * @param most the requests that needed people, newest first, that are looked at
 * @param zones the time zones that the database knows (known-zones.ts)
 * @param personId of one person alone
 */
export function withAsks(
  of: { from: Date; most: number; personId?: string },
  zones: readonly string[],
): Query {
  const { from, most, personId } = of;
  const own = personId === undefined ? query`true` : query`person_id = ${personId}`;
  return query`
    with needed as materialized (
      select r.id from requests r
      where r.state not in ('allowed', 'blocked') and r.id collate "C" >= ${firstIdAt("req", from)} and ${{ sql: realRequestText }}
      order by r.id collate "C" desc limit ${most}),
    each as (
      select person_id, min(asked_at) as asked_at, min(decided_at) as decided_at from needed n cross join lateral (
        select person_id, closed_at as asked_at, null::timestamptz as decided_at from deliveries d
        where d.request_id = n.id and d.state = 'delivered' and d.kind <> 'request_closed' and d.person_id is not null and ${own}
        union all
        select person_id, null, created_at from approvals
        where request_id = n.id and capacity <> 'break_glass' and standing_approval_id is null and ${own}) both_of
      group by n.id, person_id),
    asks as materialized (
      select e.*, case when asked_at <= decided_at then extract(epoch from decided_at - asked_at)::float8 end as seconds,
        (asked_at at time zone coalesce(z.name, 'UTC'))::time as at_time,
        coalesce(p.quiet_from, '${{ sql: night.from }}')::time as night_from, coalesce(p.quiet_until, '${{ sql: night.until }}')::time as night_until,
        count(asked_at) over (partition by e.person_id order by asked_at
          range between interval '${{ sql: String(burst.minutes) }} minutes' preceding and current row) >= ${{ sql: String(burst.asks) }} as is_burst
      from each e left join notification_preferences p on p.person_id = e.person_id
        left join unnest(string_to_array(${zones.join()}, ',')) z(name) on z.name = lower(p.time_zone))`;
}

/** Whether a row of `asks` came at night, or in its person's quiet hours. */
const isNight = `case when night_from <= night_until then at_time >= night_from and at_time < night_until
  else at_time >= night_from or at_time < night_until end`;

/** The figures of a {@link Load} over rows of `asks`. */
export const loadText = `count(asked_at)::int as asked, count(decided_at)::int as decided,
  percentile_disc(0.5) within group (order by seconds) as median, count(*) filter (where ${isNight})::int as night,
  count(*) filter (where asked_at is not null and is_burst)::int as bursts`;

/** How often people are asked, and how soon they decide. Null: too little data. */
export interface Load {
  /** Requests with a message that arrived. */
  asked: number | null;
  /** Requests that were approved or denied, also without a message. */
  decided: number | null;
  /** The median seconds from the first message to the decision; null also for no decision. */
  median: number | null;
  /** Of the asked: those in quiet hours or at night, and those in bursts. */
  night: number | null;
  bursts: number | null;
}
