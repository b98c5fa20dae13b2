import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { effectiveAt } from "#lib/people/delegation-in-effect";
import { vouchersNow } from "#lib/people/passkey-vouchers";
import type { NewDelegation } from "./name-delegate.ts";

/**
 * When a delegation named by an admin for another person takes effect unconfirmed; null for never.
 * The admin's passkey isn't known yet, so each counts as evidence of who could have named the
 * delegate.
 */
export async function foreseeEffect(
  db: Database,
  { actor, delegateId, startsAt, endsAt, now }: Omit<NewDelegation, "personId">,
): Promise<Date | null> {
  const starts = startsAt && startsAt > now ? startsAt : now;
  const behind = sql`select unnest(${sql.raw(vouchersNow)}) from passkeys p where p.person_id = ${actor.personId}`;
  const [row] = await db.execute<{ at: string | null }>(sql`
    select ${sql.raw(effectiveAt("v"))} as at from (select ${delegateId}::text as delegate_id,
      ${starts.toISOString()}::timestamptz as starts_at, ${endsAt.toISOString()}::timestamptz as ends_at,
      ${now.toISOString()}::timestamptz as created_at, array[${actor.personId}] || array(${behind}) as named_by) v`);
  return row?.at ? new Date(row.at) : null;
}
