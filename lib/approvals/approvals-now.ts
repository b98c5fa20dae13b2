import type { Electorate } from "./electorate.ts";
import { tally } from "./requirements-met.ts";

/**
 * How many of the distinct people that a request requires are there at a moment: all of them exactly when every requirement is met. It can go
 * down, when somebody who approved may no longer.
 */
export function approvalsNow(
  electorate: Electorate,
  now: Date,
): { required: number; given: number; isMet: boolean } {
  const { requirements, required, parts, standing } = electorate;
  const { isMet, missing } = tally(requirements, parts, standing, now);
  return { required, given: Math.max(0, required - missing), isMet };
}
