import { z } from "zod";
import { weekdays } from "./minute-of-week.ts";

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, "a time of day such as 09:00");

/** A time window: certain hours of certain days, by the clocks of one time zone. */
export const hoursSchema = z
  .strictObject({
    is: z.enum(["within", "outside"]).default("within"),
    days: z.array(z.enum(weekdays)).min(1, "select at least one day").max(7),
    from: timeOfDay,
    /** Up to, not including, this minute; `24:00` for the end of the day. */
    to: timeOfDay,
    timeZone: z.string().max(64).refine(isTimeZone, "a time zone such as Europe/Berlin"),
  })
  .refine(({ from, to }) => from < to, { path: ["to"], error: "the end must be after the start" });

export type Hours = z.output<typeof hoursSchema>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}
