import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { freezerText } from "#lib/callers/freeze";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

/** A freeze as its page shows it. */
export interface FreezeDetails {
  epoch: number;
  at: Date;
  by: string;
  reason: string | null;
  /** What was pending and redeemable in that moment. */
  stopped: { pendingRequests: number; openGrants: number } | null;
}

/** The freeze now, with what it stopped by its audit event. @throws `not_found` */
export async function findFreezeDetails(db: Database, viewer: Viewer): Promise<FreezeDetails | undefined> {
  requireRole(viewer, "admin", "approver", "auditor");
  const [row] = await db.execute<StoredFreeze>(sql`
    select h.freeze_epoch as epoch, h.frozen_at as at, ${sql.raw(freezerText)} as by, h.freeze_reason as reason, e.data
    from policy_head h
      left join lateral (
        select convert_from(body, 'UTF8')::jsonb -> 'data' as data from audit_events
        where type = 'agents.frozen' and convert_from(body, 'UTF8')::jsonb -> 'data' -> 'freeze_epoch' = to_jsonb(h.freeze_epoch)
        order by id desc limit 1) e on true
    where h.frozen_at is not null`);
  if (!row) return undefined;
  const { epoch, at, by, reason, data } = row;
  const stopped = data && { pendingRequests: data.pending_requests, openGrants: data.open_grants };
  return { epoch, at: new Date(at), by, reason, stopped };
}

interface StoredFreeze extends Record<string, unknown> {
  epoch: number;
  at: string;
  by: string;
  reason: string | null;
  data: { pending_requests: number; open_grants: number } | null;
}
