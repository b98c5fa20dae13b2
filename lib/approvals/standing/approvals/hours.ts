import { minuteOfWeek, minuteWords } from "#lib/policy/language/minute-of-week";

// The hours of a standing approval. The server and the verifier of receipts run this file, as bounds.ts.

/** Hours of each day, by the clocks of one time zone. A span whose end is before its start crosses midnight. */
export interface DailyHours {
  from: string;
  /** Up to, not including, this minute. */
  to: string;
  /** Name in the IANA time zone database. */
  zone: string;
}

const timeOfDay = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
// Intl also takes offsets and names in lower case, which other time zone libraries refuse.
const zoneName = /^[A-Z][A-Za-z0-9_+-]*(?:\/[A-Z][A-Za-z0-9_+-]*)*$/;

/** What is wrong with the form of hours, by member. It needs no time zone data. */
export function hoursFaults({ from, to, zone }: DailyHours): Partial<Record<keyof DailyHours, string>> {
  const isTime = timeOfDay.test(from) && timeOfDay.test(to);
  return {
    ...(!timeOfDay.test(from) && { from: "Enter a time such as 08:00." }),
    ...(!timeOfDay.test(to) && { to: "Enter a time such as 18:00." }),
    ...(isTime && from === to && { to: "The end can't be the start. For any time, leave hours empty." }),
    ...(!zoneName.test(zone) && { zone: "Enter a time zone such as Europe/Zurich." }),
  };
}

/** Whether this machine has the data of a time zone, under exactly this name. */
export function isKnownZone(zone: string): boolean {
  if (!zoneName.test(zone) || minuteOfWeek(new Date(0), zone) === undefined) return false;
  const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions();
  return timeZone === zone || timeZone.toLowerCase() !== zone.toLowerCase();
}

/** Whether a time is within the hours. Without the data of their time zone, no time is. */
export function isWithinHours({ from, to, zone }: DailyHours, at: Date): boolean {
  const ofWeek = isKnownZone(zone) ? minuteOfWeek(at, zone) : undefined;
  if (ofWeek === undefined || Number.isNaN(ofWeek) || from === to) return false;
  const time = minuteWords(ofWeek).slice(-5);
  return from < to ? from <= time && time < to : from <= time || time < to;
}

/** "08:00–18:00 Europe/Zurich". */
export function dailyHoursWords({ from, to, zone }: DailyHours): string {
  return `${from}–${to} ${zone}`;
}
