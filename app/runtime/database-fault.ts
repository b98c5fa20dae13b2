import { isDatabaseBusy, isDatabaseUnavailable } from "#db/unavailable";
import { CountersignError } from "#lib/kernel/errors";

/** The error for a temporary database problem not caused by the caller; undefined for other errors. */
export function databaseFault(thrown: unknown): CountersignError | undefined {
  if (isDatabaseUnavailable(thrown)) {
    return new CountersignError("database_unavailable", "the database cannot be reached", {
      userMessage: "The database is temporarily unavailable. Nothing was lost. Try again shortly.",
      retryAfterSeconds: 2,
      cause: thrown,
    });
  }
  if (isDatabaseBusy(thrown)) {
    return new CountersignError("busy", "others held a lock for too long", {
      userMessage: "Someone else is changing this right now. Nothing was done. Try again.",
      retryAfterSeconds: 1,
      cause: thrown,
    });
  }
  return undefined;
}
