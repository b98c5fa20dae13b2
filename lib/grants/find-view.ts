import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { GrantState } from "#db/schema/grants";
import { grantStateAt } from "./grant-state-at.ts";

/** The state of a request's grant, without the credential itself. */
export interface GrantView {
  id: string;
  /** As of now: an overdue unredeemed grant is expired, even if revoked later. */
  state: GrantState;
  issuedAt: Date;
  expiresAt: Date;
  closedAt: Date | null;
  /** The redeeming agent or tool. */
  redeemedBy: { id: string; name: string } | null;
}

interface Row extends Record<string, unknown> {
  id: string;
  state: GrantState;
  issued_at: string;
  expires_at: string;
  closed_at: string | null;
  redeemed_by: string | null;
  redeemer: string | null;
}

/** A request's grant, if any. The caller checks access. */
export async function findGrantView(
  db: Database,
  requestId: string,
  now: Date,
): Promise<GrantView | undefined> {
  const [row] = await db.execute<Row>(sql`
    select g.id, g.state, g.issued_at, g.expires_at, g.closed_at, g.redeemed_by, coalesce(a.name, t.name) as redeemer
    from grants g left join agents a on a.id = g.redeemed_by left join tools t on t.id = g.redeemed_by
    where g.request_id = ${requestId}`);
  if (!row) return undefined;
  const expiresAt = new Date(row.expires_at);
  const closedAt = row.closed_at === null ? null : new Date(row.closed_at);
  const hadExpired = row.state === "revoked" && closedAt !== null && expiresAt <= closedAt;
  return {
    id: row.id,
    state: hadExpired ? "expired" : grantStateAt(row.state, expiresAt, now),
    issuedAt: new Date(row.issued_at),
    expiresAt,
    closedAt: hadExpired ? null : closedAt,
    redeemedBy:
      row.redeemed_by === null ? null : { id: row.redeemed_by, name: row.redeemer ?? row.redeemed_by },
  };
}
