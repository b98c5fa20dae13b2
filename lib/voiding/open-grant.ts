import { type SQL, sql } from "drizzle-orm";
import type { grants } from "#db/schema/grants";
import { addSeconds } from "#lib/kernel/clock";

type GrantRow = typeof grants | "g";

/**
 * A grant that can still be redeemed: issued, and in time. An unused grant stays `issued` in its
 * row (docs/decisions/0028-expired-grants.md). Use with the grant's ID, request or agent.
 * @param grant the table, or its alias in the statement.
 */
export function isOpenGrant(grant: GrantRow, now: Date): SQL<boolean> {
  const { state, expiresAt } = columnsOf(grant);
  return sql`(${state} = 'issued' and ${expiresAt} > ${now.toISOString()}::timestamptz)`;
}

/**
 * {@link isOpenGrant} among all grants. Only this condition names the column of the index on times, so
 * that the planner never reads that index for one agent's grants.
 */
export function isOpenAmongAll(grant: GrantRow, now: Date): SQL<boolean> {
  return sql`(${isOpenGrant(grant, now)} and ${columnsOf(grant).redeemedBy} is null)`;
}

/**
 * How long after its expiry a grant is still revoked. The redeeming process may have a slower
 * clock, or an earlier `now` after waiting for a lock: no grant may outlive the authority behind it
 * (invariant 8).
 */
const clockMarginSeconds = 600;

/** The moment for {@link isOpenGrant} in a revoking statement. Previews use the current time. */
export function revocableSince(now: Date): Date {
  return addSeconds(now, -clockMarginSeconds);
}

function columnsOf(grant: GrantRow) {
  if (grant !== "g") return grant;
  return { state: sql`g.state`, expiresAt: sql`g.expires_at`, redeemedBy: sql`g.redeemed_by` };
}
