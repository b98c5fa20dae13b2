/** The source of "now". Verbs take `now: Date`; only the edges read a clock. */
export type Clock = () => Date;

// The Date of before Next.js loads: the later one looks for a prerendering page each time.
const { Date: PlainDate } = globalThis;

export const systemClock: Clock = () => new PlainDate();

/** `date` moved by a number of seconds (negative for the past). */
export function addSeconds(date: Date, seconds: number): Date {
  return new PlainDate(date.getTime() + seconds * 1000);
}

/** Whole seconds since the epoch, as JWT NumericDate has it (RFC 7519 section 2). */
export function epochSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
