import type { RequestState } from "#db/schema/requests";

/** An expired request is expired even before a worker has updated the row (invariant 9). */
export function stateAt(state: RequestState, expiresAt: Date, now: Date): RequestState {
  return state === "pending" && expiresAt <= now ? "expired" : state;
}
