import { counted } from "./plural.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** With less than this left, in milliseconds, a deadline is shown as urgent. */
export const urgentMilliseconds = 5 * minute;

/** "2 days", "3 h 20 min", and below ten minutes "4:32", unlike a time of day. "0:00" when over. */
export function timeLeftText(milliseconds: number): string {
  const left = Math.max(0, milliseconds);
  if (left >= 2 * day) return `${Math.floor(left / day)} days`;
  if (left >= 10 * hour) return `${Math.floor(left / hour)} h`;
  if (left >= hour) return `${Math.floor(left / hour)} h ${Math.floor((left % hour) / minute)} min`;
  if (left >= 10 * minute) return `${Math.floor(left / minute)} min`;
  const seconds = Math.ceil(left / second);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** At how many seconds the time left is spoken: more often would talk over everything else. */
const spokenAt = [600, 300, 120, 60, 30, 10];
/** The time that the words remain, before they are wrong for a late reader. */
const remainSeconds = 4;

/** A screen reader's words about a deadline: "Expires in 5 minutes" a few times, mostly nothing. */
export function spokenTimeLeft(milliseconds: number): string {
  const left = milliseconds / second;
  const mark = spokenAt.find((seconds) => left <= seconds && left > seconds - remainSeconds);
  return mark === undefined ? "" : `Expires in ${timeLeftWords(mark * second)}`;
}

/** The same as {@link timeLeftText} in whole words, for the ear. */
export function timeLeftWords(milliseconds: number): string {
  const left = Math.max(0, milliseconds);
  if (left >= 2 * day) return counted(Math.floor(left / day), "day");
  if (left >= hour) {
    const minutes = Math.floor((left % hour) / minute);
    return `${counted(Math.floor(left / hour), "hour")}${minutes > 0 ? ` ${counted(minutes, "minute")}` : ""}`;
  }
  if (left >= 2 * minute) return counted(Math.floor(left / minute), "minute");
  return counted(Math.ceil(left / second), "second");
}
