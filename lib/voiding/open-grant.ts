import { type SQL, sql } from "drizzle-orm";
import type { grants } from "#db/schema/grants";
import { addSeconds } from "#lib/kernel/clock";

type GrantRow = typeof grants | "g";

/**
 * The condition of a grant that can still be redeemed: issued, and its time has not passed. A grant
 * that expires unused stays `issued` in its row (docs/decisions/0028-expired-grants.md), so the
 * state alone says little. Use it with the grant's ID, request or agent.
 * @param grant the table, or its alias in the statement.
 */
export function isOpenGrant(grant: GrantRow, now: Date): SQL<boolean> {
  const { state, expiresAt } = columnsOf(grant);
  return sql`(${state} = 'issued' and ${expiresAt} > ${now.toISOString()}::timestamptz)`;
}

/**
 * {@link isOpenGrant} for a look-up among all grants. Names the column that the index by time needs,
 * so that the planner never uses that index for the grants of one agent.
 */
export function isOpenAmongAll(grant: GrantRow, now: Date): SQL<boolean> {
  return sql`(${isOpenGrant(grant, now)} and ${columnsOf(grant).redeemedBy} is null)`;
}

/**
 * How long after its expiry a grant is still revoked. The server process that redeems it may have a
 * slower clock than the one that revokes, or an earlier `now`, because it waited for a lock. A grant
 * that such a process finds unexpired must not outlive the authority behind it (invariant 8).
 */
const clockMarginSeconds = 600;

/**
 * The moment for {@link isOpenGrant} in a statement that revokes grants, or locks what it revokes.
 * Previews use the current time.
 */
export function revocableSince(now: Date): Date {
  return addSeconds(now, -clockMarginSeconds);
}

function columnsOf(grant: GrantRow) {
  if (grant !== "g") return grant;
  return { state: sql`g.state`, expiresAt: sql`g.expires_at`, redeemedBy: sql`g.redeemed_by` };
}
