import type { GrantState } from "#db/schema/grants";

/** A grant's state at a moment: whatever the row says, an unredeemed one that ran out is expired. */
export function grantStateAt(state: GrantState, expiresAt: Date, now: Date): GrantState {
  return state === "issued" && expiresAt <= now ? "expired" : state;
}
