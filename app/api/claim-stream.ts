import { CountersignError } from "#lib/errors";

/** More than anybody has tabs that they look at. Each open stream holds a connection and is asked after with every heartbeat. */
export const maximumStreams = 20;
const retryAfterSeconds = 10;

const openStreams = new Map<string, number>();

/**
 * Counts one more open stream of a session, in this process.
 * @returns how to give it back.
 * @throws {CountersignError} `rate_limited` when the session has {@link maximumStreams} already.
 */
export function claimStream(sessionHash: string): () => void {
  const count = openStreams.get(sessionHash) ?? 0;
  if (count >= maximumStreams) {
    throw new CountersignError("rate_limited", `${count} streams are open in one session`, {
      userMessage: "Too many pages are open at once in this session. Close some of them.",
      retryAfterSeconds,
    });
  }
  openStreams.set(sessionHash, count + 1);
  return () => {
    const left = (openStreams.get(sessionHash) ?? 1) - 1;
    if (left > 0) openStreams.set(sessionHash, left);
    else openStreams.delete(sessionHash);
  };
}
