/**
 * SQL: whether the founding period lasts (lib/passkeys/control/founding.ts). A passkey's mark
 * outlasts the period, because a passkey added while the period ends copies another passkey's mark.
 * So the mark counts only together with this condition.
 */
export const isFoundingPeriod = "exists (select from workspace where second_admin_since is null)";
const isFoundingNow = `(p.is_founding and ${isFoundingPeriod})`;

/**
 * Other people who could have passkey `p` at this moment, as the SQL of a text array: empty for a
 * confirmed passkey, and during the founding period (lib/passkeys/control/founding.ts).
 */
export const vouchersNow = `case when p.confirmed_at is not null or ${isFoundingNow} then '{}'::text[] else p.vouched_by end`;
