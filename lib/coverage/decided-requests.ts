import { firstIdAt } from "#lib/kernel/ids";
import { realRequestText } from "#lib/test-agents/conditions";
import { type Query, query } from "./query.ts";
import type { CoverageWindow } from "./window.ts";

/** Bounds the page's cost: more decisions would hardly change shares and times. */
export const mostDecisions = 2000;

/** Numbers about fewer decisions or people, or with a larger share of one person, describe a person. */
export const enough = { decisions: 5, people: 3, share: 0.75 };

/**
 * The requests of the window that people decided, as the table expression `decided`, each with the
 * closing decision. Without break-glass approvals, which admins make alone and review. `seconds`:
 * from opening the request to its approval.
 * @param zones the time zones that the database knows (known-zones.ts)
 */
export function withDecided({ from }: CoverageWindow, zones: readonly string[]): Query {
  return query`
    with newest as materialized (
      select id, request_id, person_id, created_at, shown_at from approvals
      where id > ${firstIdAt("apr", from)} and standing_approval_id is null order by id desc limit ${mostDecisions}),
    closing as (
      select distinct on (request_id) * from newest where request_id > ${firstIdAt("req", from)} order by request_id, id desc),
    decided as materialized (
      select r.id, r.action_type, coalesce(t.risk, 'unknown') as risk, r.state, r.close_reason, c.person_id,
        exists (select from request_edits e where e.request_id = r.id) as is_edited,
        extract(epoch from c.created_at - c.shown_at)::float8 as seconds,
        (c.created_at at time zone coalesce(z.name, 'UTC'))::time as local_time
      from closing c join requests r on r.id = c.request_id
        left join action_types t on t.type = r.action_type
        left join notification_preferences n on n.person_id = c.person_id
        left join unnest(string_to_array(${zones.join()}, ',')) z(name) on z.name = lower(n.time_zone)
      where r.state in ('approved', 'denied') and not r.is_break_glass and ${{ sql: realRequestText }})`;
}

/** Whether a group of rows of `decided`, counted in `shares`, describes no single person. */
export const enoughText = `total >= ${enough.decisions} and people >= ${enough.people} and most <= total * ${enough.share}`;
