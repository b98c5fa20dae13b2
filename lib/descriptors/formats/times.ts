import type { Format } from "./format.ts";

/** RFC 3339 section 5.6, with an offset. */
const dateTime = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|([+-])(\d{2}):(\d{2}))$/;

/** "2026-11-27 08:13:14 UTC". Signed as an RFC 3339 time, or with `unit` as time since 1970. */
export const datetime: Format = {
  isClosed: true,
  show(value, { unit }) {
    const moment =
      typeof value === "string" && unit === undefined ? momentOf(value) : sinceEpoch(value, unit);
    if (!moment) return undefined;
    return {
      as: "value",
      text: `${moment.iso.slice(0, 10)} ${moment.iso.slice(11, 19)}${moment.fraction} UTC`,
      original: String(value),
    };
  },
};

function momentOf(text: string): { iso: string; fraction: string } | undefined {
  const [, year, month, day, hour, minute, second, fraction = "", zone, sign, hours = "0", minutes = "0"] =
    dateTime.exec(text) ?? [];
  if (!zone) return undefined;
  const offset = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const local = Date.parse(`${written}Z`);
  // A day or an hour that doesn't exist rolls over.
  if (!isReadable(local) || new Date(local).toISOString().slice(0, 19) !== written) return undefined;
  const moment = local - offset * 60_000;
  return isReadable(moment)
    ? { iso: new Date(moment).toISOString(), fraction: fraction && `.${fraction}` }
    : undefined;
}

function sinceEpoch(value: unknown, unit: unknown): { iso: string; fraction: string } | undefined {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) return undefined;
  const milliseconds = unit === "s" ? value * 1000 : unit === "ms" ? value : Number.NaN;
  if (!isReadable(milliseconds)) return undefined;
  const iso = new Date(milliseconds).toISOString();
  return { iso, fraction: unit === "ms" ? iso.slice(19, 23) : "" };
}

/** Whether a moment has a year of four digits. */
function isReadable(milliseconds: number) {
  return milliseconds >= Date.UTC(1970, 0, 1) && milliseconds < Date.UTC(10_000, 0, 1);
}

const secondsIn = { s: 1, min: 60, h: 3600, d: 86_400 };

/** A length of time: "1 d 2 h". The signed value is a whole number of `unit`. */
export const duration: Format = {
  isClosed: true,
  show(value, { unit }) {
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) return undefined;
    if (unit === "ms" && value % 1000 !== 0) return { as: "value", text: `${value} ms` };
    const each =
      unit === "ms" ? 0.001 : Object.hasOwn(secondsIn, String(unit)) ? secondsIn[unit as "s"] : Number.NaN;
    const seconds = Math.round(value * each);
    if (!Number.isSafeInteger(seconds)) return undefined;
    return { as: "value", text: lengthText(seconds), original: String(value) };
  },
};

function lengthText(seconds: number) {
  let rest = seconds;
  const parts = [];
  for (const [unit, each] of Object.entries(secondsIn).reverse()) {
    const whole = Math.floor(rest / each);
    rest -= whole * each;
    if (whole > 0) parts.push(`${whole} ${unit}`);
  }
  return parts.length > 0 ? parts.join(" ") : "0 s";
}
