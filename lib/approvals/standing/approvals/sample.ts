import crypto from "node:crypto";
import { addSeconds } from "#lib/kernel/clock";

/** One draw in so many, on average, goes to the person anyway, so that no agent knows which one a person reads. */
const oneIn = 20;
/** At least one goes to the person in this time of use. */
export const sampledSeconds = 86_400;
const earliestSeconds = 6 * 3600;

/** Whether a draw goes to the person, by a random number that no agent can guess. */
export function takesSample(): boolean {
  return crypto.randomInt(oneIn) === 0;
}

/** From when the day counts: the next such request comes 6 to 24 hours after this one, so no agent knows which it is. */
export function sampledFrom(now: Date): Date {
  return addSeconds(now, -crypto.randomInt(sampledSeconds - earliestSeconds));
}
