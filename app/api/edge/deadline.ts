import { CountersignError } from "#lib/kernel/errors";

const mostMilliseconds = 15_000;

/**
 * Bounds how long an agent waits for an answer that the database has to write: a commit that waits for a
 * synchronous standby has no end of its own. What was begun continues, and a repeated call gets its result.
 * @throws {CountersignError} `database_unavailable` after 15 seconds
 */
export function withDeadline<Call extends unknown[], Answer>(
  answer: (...call: Call) => Promise<Answer>,
): (...call: Call) => Promise<Answer> {
  return async (...call) => {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(unanswered()), mostMilliseconds);
    });
    try {
      return await Promise.race([answer(...call), tooLate]);
    } finally {
      clearTimeout(timer);
    }
  };
}

function unanswered(): CountersignError {
  return new CountersignError("database_unavailable", "the database has not answered in 15 seconds", {
    userMessage:
      "The database hasn't answered in 15 seconds. The call may still take effect: repeat it with the same webhook-id.",
    retryAfterSeconds: 2,
  });
}
