import { type Bounds, outsidePlaces } from "./bounds.ts";
import type { Rejected } from "./considered.ts";

/** A rejected request, with each place where its action is outside the bounds. */
export interface Nearest extends Omit<Rejected, "action"> {
  outside: string[];
}

/** The rejected request with the fewest places outside the bounds, and of several the newest. */
export function nearestOf(bounds: Bounds, rejected: readonly Rejected[]): Nearest | undefined {
  const [nearest] = rejected
    .map(({ action, ...request }) => ({ ...request, outside: outsidePlaces(bounds, action) }))
    .sort((one, other) => one.outside.length - other.outside.length || other.at.getTime() - one.at.getTime());
  return nearest;
}
