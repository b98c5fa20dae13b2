/** The most attempts of a message: about three days, with the delays below. */
export const mostAttempts = 14;

const firstSeconds = 5;
const factor = 3;
const longestSeconds = 8 * 3600;

/**
 * How long to wait after a failed attempt, in seconds: 5, 15, 45 and so on up to eight hours, each
 * shortened at random by up to half, so that messages that failed together do not return together.
 * A receiver that names a time is never called earlier.
 * @param attempt the number of the failed attempt, from 1
 * @param random a number from 0 to 1
 */
export function retryDelaySeconds(attempt: number, afterSeconds: number | undefined, random: number): number {
  const delay = Math.min(firstSeconds * factor ** (attempt - 1), longestSeconds);
  const jittered = delay * (1 - random / 2);
  return Math.max(jittered, Math.min(afterSeconds ?? 0, longestSeconds) * (1 + random / 10));
}

const longestPauseSeconds = 300;

/**
 * Seconds to leave a receiver alone after failures in a row: 2, 4, 8 up to five minutes, shortened
 * at random by up to half. A longer time named by the receiver can't hold up other people's
 * messages.
 */
export function pauseSeconds(failures: number, afterSeconds: number | undefined, random: number): number {
  const pause = Math.min(2 ** failures, longestPauseSeconds) * (1 - random / 2);
  return Math.max(pause, Math.min(afterSeconds ?? 0, longestPauseSeconds));
}
