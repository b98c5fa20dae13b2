import type { GrantState } from "#db/schema/grants";

/**
 * A grant's state at a moment: an unredeemed grant past its time is expired, even if the row still
 * has another state.
 */
export function grantStateAt(state: GrantState, expiresAt: Date, now: Date): GrantState {
  return state === "issued" && expiresAt <= now ? "expired" : state;
}
