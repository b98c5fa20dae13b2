import { CountersignError } from "#lib/kernel/errors";
import { Slots } from "./slots.ts";

/** More than a person's tabs. Each stream uses a connection and is checked with every heartbeat. */
export const maximumStreams = 20;
const retryAfterSeconds = 10;

const streams = new Slots();

/** Counts a session's open stream. Returns how to release. @throws {CountersignError} `rate_limited` */
export function claimStream(sessionHash: string): () => void {
  const release = streams.claim(sessionHash, maximumStreams);
  if (release) return release;
  throw new CountersignError("rate_limited", `${maximumStreams} streams are open in one session`, {
    userMessage: "Too many tabs are open in this session. Close some and try again.",
    retryAfterSeconds,
  });
}
