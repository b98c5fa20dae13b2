const units: [unit: string, seconds: number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["h", 3_600],
  ["min", 60],
];

/** Nearer times ahead are in days: "in 89 days" and not "in 2 months". */
const exactDays = 120;

/** "5 min ago", "in 2 h", "just now": the largest whole unit, at most days for the next 120 days. */
export function relativeTime(at: Date, now: Date): string {
  const seconds = Math.trunc((at.getTime() - now.getTime()) / 1000);
  for (const [unit, size] of units) {
    if (size > 86_400 && seconds > 0 && seconds < exactDays * 86_400) continue;
    const count = Math.trunc(Math.abs(seconds) / size);
    if (count === 0) continue;
    const amount = `${count} ${size >= 86_400 && count > 1 ? `${unit}s` : unit}`;
    return seconds > 0 ? `in ${amount}` : `${amount} ago`;
  }
  return seconds > 0 ? "in less than a minute" : "just now";
}

/** "full" is "24 Nov 2026, 15:05 CET" and "clock" is "15:05 CET". */
export type TimeForm = "full" | "clock";

const clock = { hour: "2-digit", minute: "2-digit", timeZoneName: "short" } as const;
const forms = { full: { day: "numeric", month: "short", year: "numeric", ...clock }, clock } as const;

const formats = new Map<string, Intl.DateTimeFormat>();

/** A time with its zone. Without `timeZone` it is the local time of the browser or the server. */
export function absoluteTime(at: Date, options: { form?: TimeForm; timeZone?: string } = {}): string {
  const { form = "full", timeZone } = options;
  const text = format("en-GB", form, timeZone).format(at);
  // British English knows "CET" and "BST" but not "EST": American English does.
  return text.replace(/GMT[+-].*/, (offset) => zoneName(format("en-US", form, timeZone), at) ?? offset);
}

/** A format for each locale, form and zone, because creating a format is slow. */
function format(locale: string, form: TimeForm, timeZone: string | undefined): Intl.DateTimeFormat {
  const key = `${locale} ${form} ${timeZone}`;
  const known = formats.get(key);
  if (known) return known;
  const created = new Intl.DateTimeFormat(locale, { ...forms[form], timeZone });
  formats.set(key, created);
  return created;
}

function zoneName(format: Intl.DateTimeFormat, at: Date): string | undefined {
  return format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value;
}
