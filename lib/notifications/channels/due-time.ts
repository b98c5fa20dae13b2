import { Temporal } from "temporal-polyfill";
import type { NotificationClass } from "#db/schema/notifications";
import type { Preferences } from "./preferences.ts";

type Quiet = Pick<Preferences, "timeZone" | "quietFrom" | "quietUntil" | "quietExcept">;

/**
 * When a notification of this class may reach the person: now, or at the end of the quiet hours that
 * `now` falls into. Quiet hours are local times: on the day of a change of summer time they are an
 * hour shorter or longer, and a local time that is skipped or repeated counts as Temporal's
 * "compatible" reading, the later offset for a gap and the first for a repetition.
 */
export function afterQuietHours(quiet: Quiet, notificationClass: NotificationClass, now: Date): Date {
  const { quietFrom, quietUntil, quietExcept, timeZone } = quiet;
  if (quietFrom === null || quietUntil === null || quietFrom === quietUntil) return now;
  if (quietExcept.includes(notificationClass)) return now;
  const local = localTime(now, timeZone);
  const from = Temporal.PlainTime.from(quietFrom);
  const until = Temporal.PlainTime.from(quietUntil);
  const time = local.toPlainTime();
  const isAfterStart = Temporal.PlainTime.compare(time, from) >= 0;
  const isBeforeEnd = Temporal.PlainTime.compare(time, until) < 0;
  const isOvernight = Temporal.PlainTime.compare(from, until) > 0;
  if (isOvernight ? !isAfterStart && !isBeforeEnd : !isAfterStart || !isBeforeEnd) return now;
  const endsToday = !isOvernight || isBeforeEnd;
  const day = local.toPlainDate().add({ days: endsToday ? 0 : 1 });
  return instant(day, until, timeZone);
}

/** The end of the person's current digest period: the next full hour, or the next `digestAt`. */
export function nextDigest(
  { digest, digestAt, timeZone }: Pick<Preferences, "digest" | "digestAt" | "timeZone">,
  now: Date,
): Date {
  if (digest === "off") return now;
  const local = localTime(now, timeZone);
  if (digest === "hourly") {
    const hour = local.round({ smallestUnit: "hour", roundingMode: "floor" }).add({ hours: 1 });
    return new Date(hour.epochMilliseconds);
  }
  const at = Temporal.PlainTime.from(digestAt);
  const isOver = Temporal.PlainTime.compare(local.toPlainTime(), at) >= 0;
  return instant(local.toPlainDate().add({ days: isOver ? 1 : 0 }), at, timeZone);
}

function localTime(at: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
}

function instant(day: Temporal.PlainDate, time: Temporal.PlainTime, timeZone: string): Date {
  return new Date(day.toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds);
}
