import { vouchersNow } from "./passkey-vouchers.ts";

/** After so many hours an unconfirmed delegation takes effect: time enough to see its notice. */
export const confirmationHours = 24;

/**
 * SQL: whether the delegation counts at a moment (invariant 18), the one condition of pages, queue,
 * notices and decisions. It has not ended, and the represented person named the delegate, confirmed
 * another person's choice, or had {@link confirmationHours} to decline. Unconfirmed, it never
 * counts if one person could have named the delegate and have a passkey of the delegate.
 * @param alias of the table `delegations`. @param at an SQL expression.
 */
export function inEffect(alias: string, at: string): string {
  return `(${alias}.revoked_at is null and ${alias}.starts_at <= ${at} and ${alias}.ends_at > ${at}
    and (${alias}.confirmed_at <= ${at}
      or (${alias}.created_at <= ${at} - interval '${confirmationHours} hours' and not ${isNamedByItsDelegate(alias)})))`;
}

/** SQL: when {@link inEffect} begins without the person's confirmation; null for never. */
export function effectiveAt(alias: string): string {
  const earliest = earliestEffect(alias);
  return `case when not ${isNamedByItsDelegate(alias)} and ${earliest} < ${alias}.ends_at then ${earliest} end`;
}

/** SQL: whether the delegation counts only if confirmed: it ends too soon, or is tied. */
export function needsConfirmation(alias: string): string {
  return `(${earliestEffect(alias)} >= ${alias}.ends_at or ${alias}.delegate_id = any(${alias}.named_by))`;
}

function earliestEffect(alias: string): string {
  return `greatest(${alias}.starts_at, ${alias}.created_at + interval '${confirmationHours} hours')`;
}

/** Whether a delegation still waits for the represented person's confirmation. */
export function isAwaited(
  delegation: { isConfirmed: boolean; effectiveAt: Date | null },
  now: Date,
): boolean {
  const { isConfirmed, effectiveAt } = delegation;
  return !isConfirmed && (effectiveAt === null || effectiveAt > now);
}

/** SQL: whether one person could have named the delegate alone and have the delegate's passkey. */
export function isNamedByItsDelegate(alias: string): string {
  return `exists (select from passkeys p where p.person_id = ${alias}.delegate_id
    and ${alias}.named_by && (array[${alias}.delegate_id] || (${vouchersNow})))`;
}
