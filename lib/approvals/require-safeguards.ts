import { requestChanged } from "#lib/approvals/decision-errors";
import type { Decidable } from "#lib/approvals/find-decidable";
import type { Statement } from "#lib/approvals/statement";
import { CountersignError } from "#lib/kernel/errors";
import type { Safeguards } from "#lib/policy/language/safeguards";

/** Refuses an approval without a safeguard, also a new one. @throws `too_early`, `request_changed` */
export function requireSafeguards(
  { requestId, safeguards }: Pick<Decidable, "requestId" | "safeguards">,
  statement: Statement,
  { isNumberMatched, now }: { isNumberMatched: boolean; now: Date },
): void {
  requireReadingTime(safeguards, statement, now);
  if (safeguards.numberMatching && !isNumberMatched)
    throw requestChanged(`the challenge for ${requestId} was issued without its number`);
}

/** Refuses before the reading time, by the server's clock since serving. @throws `too_early` */
export function requireReadingTime(
  { readingSeconds }: Safeguards,
  { request, issued_at }: Pick<Statement, "request" | "issued_at">,
  now: Date,
): void {
  const left = Math.ceil((Date.parse(issued_at) + readingSeconds * 1000 - now.getTime()) / 1000);
  if (readingSeconds === 0 || left <= 0) return;
  throw new CountersignError("too_early", `${request} has to be read for ${left} more seconds`, {
    userMessage: `Read this request for ${left === 1 ? "1 more second" : `${left} more seconds`} before you approve it.`,
    details: { seconds_left: left },
    retryAfterSeconds: left,
  });
}
