import { z } from "zod";
import { addSeconds } from "#lib/clock";

export const defaultKeyDays = 90;
export const maximumKeyDays = 365;

/** How long a new key lives, in days: every key expires. */
export const keyDays = z.coerce
  .number({ error: "must be a number of days" })
  .int()
  .min(1, { error: "must be at least 1 day" })
  .max(maximumKeyDays, { error: `must be at most ${maximumKeyDays} days` })
  .default(defaultKeyDays);

/** When a key made now expires. @throws {z.ZodError} for a number of days out of range: forms check it before. */
export function keyExpiry(days: number | undefined, now: Date): Date {
  return addSeconds(now, keyDays.parse(days) * 24 * 3600);
}
