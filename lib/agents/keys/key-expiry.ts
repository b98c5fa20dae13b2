import { z } from "zod";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";

const defaultKeyDays = 90;
const maximumKeyDays = 365;

/** How long a new key lives, in days: every key expires. */
export const keyDays = z.coerce
  .number({ error: "must be a number of days" })
  .int()
  .min(1, { error: "must be at least 1 day" })
  .max(maximumKeyDays, { error: `must be at most ${maximumKeyDays} days` })
  .default(defaultKeyDays);

/** @throws {CountersignError} `invalid_input` for a number of days out of range. */
export function keyExpiry(days: number | undefined, now: Date): Date {
  const parsed = keyDays.safeParse(days);
  if (parsed.success) return addSeconds(now, parsed.data * 24 * 3600);
  throw new CountersignError("invalid_input", `a key cannot live for ${days} days`, {
    userMessage: `Keys can be valid for 1 to ${maximumKeyDays} days.`,
  });
}
