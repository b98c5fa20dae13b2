import { CountersignError } from "./errors.ts";

const mostMilliseconds = 15_000;

/**
 * Bounds how long a call waits for what the database has to write: a commit that waits for a synchronous standby
 * has no end of its own. What was begun continues.
 * @param next what the caller does then, for its developer: the call may still take effect
 * @throws {CountersignError} `database_unavailable` after 15 seconds
 */
export function withDeadline<Call extends unknown[], Answer>(
  answer: (...call: Call) => Promise<Answer>,
  next: string,
): (...call: Call) => Promise<Answer> {
  return async (...call) => {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(unanswered(next)), mostMilliseconds);
    });
    try {
      return await Promise.race([answer(...call), tooLate]);
    } finally {
      clearTimeout(timer);
    }
  };
}

export const afterAsk = "The call may still take effect: repeat it with the same webhook-id.";
/** A client's hook and a gateway send no webhook-id and see no grant: what they hold doesn't run. */
export const afterHeldCall = "Repeat the same call.";
export const afterRedemption =
  "The grant may still be redeemed by this call. Don't perform the action: ask again.";

function unanswered(next: string): CountersignError {
  return new CountersignError("database_unavailable", "the database has not answered in 15 seconds", {
    userMessage: `The database hasn't answered in 15 seconds. ${next}`,
    retryAfterSeconds: 2,
  });
}
