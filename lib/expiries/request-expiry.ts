import { addSeconds } from "#lib/kernel/clock";

/**
 * When a request expires: its lifetime in seconds after the ask, in whole seconds like displayed
 * deadlines and jobs. Asks and re-evaluations use the same rule, so that a re-evaluation by the same
 * lifetime changes nothing.
 */
export function requestExpiry(askedAt: Date, lifeSeconds: number): Date {
  return addSeconds(new Date(Math.ceil(askedAt.getTime() / 1000) * 1000), lifeSeconds);
}
