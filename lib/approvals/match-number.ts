import { createHmac, timingSafeEqual } from "node:crypto";
import { sql as fragment } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { findBreakable } from "#lib/approvals/break-glass/find-breakable";
import { findDecidable } from "#lib/approvals/find-decidable";
import { recordAudit } from "#lib/audit/record";
import { deriveKey, type MasterSecret } from "#lib/crypto/seal";
import { notifyOfRequests } from "#lib/events/hub";
import { CountersignError } from "#lib/kernel/errors";

/** Guesses of all approvers count together. */
const mostWrongNumbers = 3;

interface NumberAttempt {
  requestId: string;
  personId: string;
  /** Whether the person approves by break-glass. */
  isBreaking: boolean;
  /** The typed number; undefined from a page without the question. */
  number: string | undefined;
  secret: MasterSecret;
  now: Date;
}

/**
 * Compares the typed number with the request's. A wrong number is counted on the locked request, so
 * that parallel guesses get three tries together: the third cancels the request.
 * @throws {CountersignError} `wrong_number`; `request_cancelled` with the third; `request_changed`
 * without a number; the errors of {@link findDecidable} or {@link findBreakable}.
 */
export async function matchNumber(db: Database, attempt: NumberAttempt): Promise<void> {
  const { requestId, personId, isBreaking, number, secret, now } = attempt;
  if (number === undefined)
    throw new CountersignError("request_changed", `${requestId} needs a number and none was sent`, {
      userMessage: "This request now needs number matching. Reload and review it again.",
    });
  const triesLeft = await db.transaction(async (tx) => {
    // Before the comparison: a right number is too late after the third wrong one.
    await (isBreaking ? findBreakable : findDecidable)(tx, { requestId, personId, now, lock: true });
    return isNumberToMatch(secret, requestId, number) ? undefined : countWrongNumber(tx, attempt);
  });
  if (triesLeft === undefined) return;
  throw triesLeft === 0 ? cancelledByNumbers(requestId) : wrongNumber(requestId, triesLeft);
}

/** @returns how many tries are left. */
async function countWrongNumber(
  tx: Transaction,
  { requestId, personId, now }: NumberAttempt,
): Promise<number> {
  const isLast = fragment`wrong_numbers + 1 >= ${mostWrongNumbers}`;
  // One-way: only a pending request counts a try.
  const [row] = await tx.execute<{ wrong: number; agent_id: string; owner_id: string }>(fragment`
    update requests set wrong_numbers = wrong_numbers + 1,
      state = case when ${isLast} then 'cancelled' else state end,
      close_reason = case when ${isLast} then 'wrong_number' end,
      closed_at = case when ${isLast} then ${now.toISOString()}::timestamptz end
    where id = ${requestId} and state = 'pending' and wrong_numbers < ${mostWrongNumbers}
    returning wrong_numbers as wrong, agent_id, owner_id`);
  if (!row) throw cancelledByNumbers(requestId);
  const triesLeft = mostWrongNumbers - row.wrong;
  const subject = { request: requestId, agent: row.agent_id, person: row.owner_id };
  const data = { tries_left: triesLeft };
  await recordAudit(tx, { type: "approval.wrong_number", actor: { personId }, subject, data }, now);
  if (triesLeft > 0) return triesLeft;
  const system = { type: "system", id: "number_matching" } as const;
  const why = { reason: "wrong_number" };
  await recordAudit(tx, { type: "request.cancelled", actor: system, subject, data: why }, now);
  await notifyOfRequests(tx, [requestId]);
  return 0;
}

function wrongNumber(requestId: string, triesLeft: number): CountersignError {
  const tries = triesLeft === 1 ? "1 try" : `${triesLeft} tries`;
  return new CountersignError("wrong_number", `a wrong number was typed for ${requestId}`, {
    userMessage: `That isn't the number that the agent shows. You have ${tries} left. If you don't see a number, don't approve.`,
    details: { tries_left: triesLeft },
  });
}

function cancelledByNumbers(requestId: string): CountersignError {
  return new CountersignError("request_cancelled", `${requestId} was cancelled by wrong numbers`, {
    userMessage: "That was the third wrong number, so the request was cancelled and the agent was notified.",
  });
}

/** Two digits, 10 to 99, from the server's secret, never stored. Only the agent's answers have it. */
export function numberToMatch(secret: MasterSecret, requestId: string): string {
  const mac = createHmac("sha256", deriveKey(secret, "number-matching")).update(requestId).digest();
  return String(10 + (mac.readUInt32BE(0) % 90));
}

/** Whether a typed number is the request's, in constant time. */
function isNumberToMatch(secret: MasterSecret, requestId: string, typed: string): boolean {
  const [given, expected] = [Buffer.from(typed), Buffer.from(numberToMatch(secret, requestId))];
  return given.byteLength === expected.byteLength && timingSafeEqual(given, expected);
}
