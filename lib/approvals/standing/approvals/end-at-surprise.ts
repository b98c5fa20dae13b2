import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { StandingEnd } from "#db/schema/requests";
import { tryAgainWhenBusy } from "#db/try-again";
import { recoveredErrors } from "#lib/kernel/recovered-errors";
import { endStandingApprovals, isOpen, standingActor } from "#lib/voiding/end-standing-approvals";
import { isTemporary } from "../is-temporary.ts";
import { isGivenUpText, isIdleText } from "./surprise.ts";

/**
 * Ends a standing approval that a stored request surprised: its grants are revoked, and its person hears of it.
 * The row says so since the request is stored, so nothing is drawn in between, and after a crash or while the
 * database is busy, the next sweep ends it (lib/voiding/end-standing-approvals.ts).
 * @param surprise `reason`: of the request itself; undefined for what the statement found on the locked row
 */
export async function endAtSurprise(
  db: Database,
  surprise: { standing: string; requestId: string; reason: StandingEnd | undefined; now: Date },
): Promise<void> {
  const { standing, requestId, now } = surprise;
  const at = `'${now.toISOString()}'::timestamptz`;
  const isIdle = sql.raw(isIdleText("s.created_at", at));
  const isGivenUpNow = sql.raw(isGivenUpText(at));
  const end = () =>
    db.transaction(async (tx) => {
      const [row] = await tx.execute<{ reason: StandingEnd }>(sql`
        select case when s.ending_request_id <> ${requestId} then 'outside_bounds' when ${isIdle} then 'idle'
          when ${isGivenUpNow} then 'sample_undecided' else 'outside_bounds' end as reason
        from standing_approvals s where s.id = ${standing} and ${isOpen(now)} for update`);
      if (!row) return;
      const reason = surprise.reason ?? row.reason;
      const which = sql`s.id = ${standing}`;
      await endStandingApprovals(tx, { which, reason, requestId, actor: standingActor, now });
    });
  try {
    await tryAgainWhenBusy(end);
  } catch (thrown) {
    if (!isTemporary(thrown)) throw thrown;
    recoveredErrors.publish({ during: "the end of a standing approval", error: thrown });
  }
}
