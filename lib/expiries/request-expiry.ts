import { addSeconds } from "#lib/kernel/clock";

/**
 * When a request expires, in whole seconds like displayed deadlines and jobs. Asks and
 * re-evaluations share the rule, so that the same lifetime changes nothing.
 */
export function requestExpiry(askedAt: Date, lifeSeconds: number): Date {
  return addSeconds(new Date(Math.ceil(askedAt.getTime() / 1000) * 1000), lifeSeconds);
}
