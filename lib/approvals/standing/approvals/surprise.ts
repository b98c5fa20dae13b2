import { idleDays } from "#lib/voiding/end-standing-approvals";

// What ends a standing approval besides a request outside its bounds, as parts of a statement.

/** Whether nothing was drawn from it for long. @param at the time of the request; as `signedAt`, in SQL */
export function isIdleText(signedAt: string, at: string): string {
  return `coalesce(last_drawn_at, ${signedAt}) < ${at} - interval '${idleDays} days'`;
}

/** Whether the sampled request `r` was cancelled, or expired: the agent asked again until one was drawn. */
export function isGivenUp(r: string, at: string): string {
  return `(${r}.state not in ('pending', 'approved', 'denied') or ${r}.state = 'pending' and ${r}.expires_at <= ${at})`;
}

/** Whether a request that went to the person was given up, of the row `s`. */
export function isGivenUpText(at: string): string {
  return `exists (select from requests r where r.id = any(s.sampled) and ${isGivenUp("r", at)})`;
}
