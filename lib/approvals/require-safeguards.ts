import { requestChanged } from "#lib/approvals/decision-errors";
import type { Decidable } from "#lib/approvals/find-decidable";
import type { Statement } from "#lib/approvals/statement";
import { requireReadingTime } from "./reading-time.ts";

/**
 * Refuses an approval that skipped a safeguard of the locked request, also one turned on after the
 * challenge.
 * @throws {CountersignError} `too_early`, `request_changed`.
 */
export function requireSafeguards(
  { requestId, safeguards }: Pick<Decidable, "requestId" | "safeguards">,
  statement: Statement,
  { isNumberMatched, now }: { isNumberMatched: boolean; now: Date },
): void {
  requireReadingTime(safeguards, statement, now);
  if (safeguards.numberMatching && !isNumberMatched)
    throw requestChanged(`the challenge for ${requestId} was issued without its number`);
}
