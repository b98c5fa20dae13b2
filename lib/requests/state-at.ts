import type { RequestState } from "#db/schema/requests";

/** A request's state at a moment: whatever the row says, what ran out is expired, even when no worker has come by yet (invariant 9). */
export function stateAt(state: RequestState, expiresAt: Date, now: Date): RequestState {
  return state === "pending" && expiresAt <= now ? "expired" : state;
}
