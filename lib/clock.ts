/**
 * The source of "now". Verbs take `now: Date`; only the edges read a clock, so that tests control
 * the time.
 */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

/** `date` moved by a number of seconds (negative for the past). */
export function addSeconds(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1000);
}

/** Whole seconds since the epoch, as JWT NumericDate has it (RFC 7519 section 2). */
export function epochSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
