import type { Database } from "#db/client";
import { addSeconds } from "#lib/clock";
import { firstIdAt } from "#lib/ids";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { testAgentIds } from "#lib/test-agents/conditions";
import { takeFigure } from "./figure.ts";
import { query } from "./query.ts";
import { medianTimeToDecide } from "./time-to-decide.ts";
import type { CoverageWindow } from "./window.ts";

/** Figures of the same length of time right before the window. Null: no data. */
export interface Previous {
  requestsAsked: number;
  medianTimeToDecide: number | null;
  /** Of the grants that ended. */
  grantsUnused: { value: number; total: number };
}

/**
 * Computes the figures that the coverage page compares. Figures of the current state, such as owners,
 * have no past. For admins and auditors.
 * @throws {CountersignError} `not_found` for others
 */
export async function readPrevious(
  { $client: sql }: Database,
  { viewer, window }: { viewer: Viewer; window: CoverageWindow },
): Promise<Previous> {
  requireRole(viewer, "admin", "auditor");
  const before = previousWindow(window);
  const [first, last] = [firstIdAt("evt", before.from), firstIdAt("evt", before.now)];
  const counts = query`
    select (count(*) filter (where type like 'request.%') - (
        select count(*) from audit_events
        where agent_id = any(${{ sql: testAgentIds }}) and type = any('{request.allowed,request.blocked,request.pending}')
          and id > ${first} and id <= ${last}))::int as asked,
      count(*) filter (where type like 'grant.%')::int as ended
    from audit_events
    where type = any('{request.allowed,request.blocked,request.pending,grant.redeemed,grant.revoked}')
      and id > ${first} and id <= ${last}`;
  const expired = query`
    select count(*)::int as unused
    from grants
    where state in ('issued', 'expired') and redeemed_by is null
      and expires_at >= ${before.from.toISOString()}::timestamptz and expires_at < ${before.now.toISOString()}::timestamptz`;
  const [[counted], [grants], median] = await Promise.all([
    sql.unsafe<{ asked: number; ended: number }[]>(counts.sql, counts.params),
    sql.unsafe<{ unused: number }[]>(expired.sql, expired.params),
    takeFigure(sql, medianTimeToDecide, before),
  ]);
  const { asked, ended } = counted ?? { asked: 0, ended: 0 };
  const unused = grants?.unused ?? 0;
  return {
    requestsAsked: asked,
    medianTimeToDecide: median.value,
    grantsUnused: { value: unused, total: unused + ended },
  };
}

/** The window moved back by its days, up to the same time of day. */
function previousWindow(window: CoverageWindow): CoverageWindow {
  const seconds = -window.days * 86_400;
  return { ...window, from: addSeconds(window.from, seconds), now: addSeconds(window.now, seconds) };
}
