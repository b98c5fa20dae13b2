/**
 * SQL: whether the founding period lasts (lib/passkeys/control/founding.ts). A passkey's mark
 * outlasts the period, as a passkey added at its end copies another one's, and counts only with
 * this condition.
 */
export const isFoundingPeriod = "exists (select from workspace where second_admin_since is null)";
const isFoundingNow = `(p.is_founding and ${isFoundingPeriod})`;

/** SQL: people who could have passkey `p`, as a text array; empty if confirmed or founding. */
export const vouchersNow = `case when p.confirmed_at is not null or ${isFoundingNow} then '{}'::text[] else p.vouched_by end`;
