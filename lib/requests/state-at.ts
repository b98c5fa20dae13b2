import type { RequestState } from "#db/schema/requests";

/**
 * A request's state at a moment: an expired request is expired even when no worker has updated the
 * row yet (invariant 9).
 */
export function stateAt(state: RequestState, expiresAt: Date, now: Date): RequestState {
  return state === "pending" && expiresAt <= now ? "expired" : state;
}
