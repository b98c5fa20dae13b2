import { vouchersNow } from "#lib/passkeys/control/control-set";

/**
 * How long after it was named a delegation takes effect that the represented person hasn't confirmed:
 * time enough to see the notice, and short enough for a person who is away.
 */
export const confirmationHours = 24;

/**
 * SQL: whether the delegation counts at a moment (invariant 18). The one condition of every look-up:
 * pages, queue, notices and decisions. It has not ended, and the represented person named the
 * delegate, or confirmed another person's choice, or had {@link confirmationHours} to decline it.
 * Without the person's own yes, it never counts if one person could both have named the delegate and
 * have a passkey of the delegate.
 * @param alias of the table `delegations`. @param at an SQL expression.
 */
export function inEffect(alias: string, at: string): string {
  return `(${alias}.revoked_at is null and ${alias}.starts_at <= ${at} and ${alias}.ends_at > ${at}
    and (${alias}.confirmed_at <= ${at}
      or (${alias}.created_at <= ${at} - interval '${confirmationHours} hours' and not ${isNamedByItsDelegate(alias)})))`;
}

/** SQL: whether one person could both have named the delegate alone and have a passkey of theirs. */
export function isNamedByItsDelegate(alias: string): string {
  return `exists (select from passkeys p where p.person_id = ${alias}.delegate_id
    and ${alias}.named_by && (array[${alias}.delegate_id] || (${vouchersNow})))`;
}
