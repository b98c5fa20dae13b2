import { firstIdAt } from "#lib/ids";
import type { Measure } from "./figure.ts";
import { query } from "./query.ts";

/**
 * The grants that expired unused. No event records their end, because nothing happens at that moment
 * (docs/decisions/0028-expired-grants.md): the rows are counted by their times, with one index.
 */
export const grantsUnused: Measure = {
  name: "Unused grants",
  about: "Share of closed grants that expired without being used.",
  unit: "grants",
  query: ({ from, now }) => query`
    select unused::int as value, (unused + ended)::int as total
    from (
      select count(*) as unused
      from grants
      where state in ('issued', 'expired') and redeemed_by is null
        and expires_at >= ${from.toISOString()}::timestamptz and expires_at <= ${now.toISOString()}::timestamptz) u
    cross join (
      select count(*) as ended
      from audit_events
      where type = any('{grant.redeemed,grant.revoked}') and id > ${firstIdAt("evt", from)}) e`,
};
