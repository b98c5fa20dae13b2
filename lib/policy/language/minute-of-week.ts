export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

interface Span {
  days: readonly (typeof weekdays)[number][];
  from: string;
  to: string;
}

const minutesPerDay = 24 * 60;
const dayNumbers = new Map<string, number>(weekdays.map((day, index) => [day, index]));

// An entry per time zone in a policy: its formatter, and the last minute looked up.
const clocks = new Map<string, { format: Intl.DateTimeFormat; minute: number; ofWeek: number }>();
const mostClocks = 512;

/** Minutes since Monday 00:00 by the local clock; undefined for a time zone this machine doesn't know. */
export function minuteOfWeek(now: Date, timeZone: string): number | undefined {
  const minute = Math.floor(now.getTime() / 60_000);
  const clock = clocks.get(timeZone);
  if (clock?.minute === minute) return clock.ofWeek;
  const format = clock?.format ?? formatFor(timeZone);
  if (!format || Number.isNaN(minute)) return undefined;
  const ofWeek = read(format, now);
  if (clocks.size >= mostClocks) clocks.clear();
  clocks.set(timeZone, { format, minute, ofWeek });
  return ofWeek;
}

/** The spans of the week as [from, to) in minutes; consecutive whole days are one span. */
export function spansOf({ days, from, to }: Span): [number, number][] {
  const starts = weekdays.flatMap((day, index) => (days.includes(day) ? [index * minutesPerDay] : []));
  const spans: [number, number][] = [];
  for (const start of starts) {
    const [begin, end] = [start + minutesOf(from), start + minutesOf(to)];
    const last = spans.at(-1);
    if (last?.[1] === begin) last[1] = end;
    else spans.push([begin, end]);
  }
  return spans;
}

/** A minute of the week as people say it: "Fri 18:30". */
export function minuteWords(ofWeek: number): string {
  const day = weekdays[Math.floor(ofWeek / minutesPerDay)] ?? "";
  const minute = ofWeek % minutesPerDay;
  const digits = (number: number) => String(number).padStart(2, "0");
  return `${day.charAt(0).toUpperCase()}${day.slice(1)} ${digits(Math.floor(minute / 60))}:${digits(minute % 60)}`;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

function formatFor(timeZone: string): Intl.DateTimeFormat | undefined {
  const parts = { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  try {
    return new Intl.DateTimeFormat("en-US", { ...parts, timeZone });
  } catch {
    return undefined;
  }
}

function read(format: Intl.DateTimeFormat, now: Date): number {
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]));
  const day = dayNumbers.get(parts.get("weekday")?.toLowerCase() ?? "") ?? Number.NaN;
  return day * minutesPerDay + Number(parts.get("hour")) * 60 + Number(parts.get("minute"));
}
