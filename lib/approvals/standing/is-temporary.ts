import { isDatabaseBusy, isDatabaseUnavailable, isOutOfTime } from "#db/unavailable";

/** Whether the database refused for a while. The request is stored: it waits for people, and its agent gets an answer. */
export function isTemporary(thrown: unknown): boolean {
  return isDatabaseBusy(thrown) || isDatabaseUnavailable(thrown) || isOutOfTime(thrown);
}
