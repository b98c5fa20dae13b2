import type { GrantState } from "#db/schema/grants";

/** A grant that expires unused stays `issued` in its row. */
export function grantStateAt(state: GrantState, expiresAt: Date, now: Date): GrantState {
  return state === "issued" && expiresAt <= now ? "expired" : state;
}
