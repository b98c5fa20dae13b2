/** Times within and outside the hours of a standing approval (docs/receipts.md). */
export interface HoursVector {
  about: string;
  hours: { from: string; to: string; zone: string };
  at: string;
  is_within: boolean;
}

const vector = (about: string, span: string, at: string, is_within: boolean): HoursVector => {
  const [, from = "", to = "", zone = ""] = /^(.*)-(.*?) (.*)$/.exec(span) ?? [];
  return { about, hours: { from, to, zone }, at, is_within };
};

const office = "08:00-18:00 Europe/Zurich";
const night = "22:00-06:00 Europe/Zurich";

/** The published cases. */
export const hours: HoursVector[] = [
  vector("the first minute, in winter", office, "2026-11-24T07:00:00Z", true),
  vector("just before the first minute", office, "2026-11-24T06:59:59.999Z", false),
  vector("the last minute", office, "2026-11-24T16:59:59.999Z", true),
  vector("more digits than milliseconds", office, "2026-11-24T16:59:59.999999999Z", true),
  vector("the end, which is outside", office, "2026-11-24T17:00:00Z", false),
  vector("the first minute, in summer", office, "2026-07-24T06:00:00Z", true),
  vector("the end, in summer", office, "2026-07-24T16:00:00Z", false),
  vector("each day: a Sunday", office, "2026-11-22T12:00:00Z", true),
  vector("before midnight", night, "2026-11-24T22:59:00Z", true),
  vector("midnight", night, "2026-11-24T23:00:00Z", true),
  vector("after midnight", night, "2026-11-25T04:59:59Z", true),
  vector("the end of a span across midnight", night, "2026-11-25T05:00:00Z", false),
  vector("just before a span across midnight", night, "2026-11-24T20:59:59Z", false),
  vector("the last minute of the day", "18:00-00:00 UTC", "2026-11-24T23:59:59Z", true),
  vector("the first minute of the next day", "18:00-00:00 UTC", "2026-11-25T00:00:00Z", false),
  vector("from midnight", "00:00-00:01 UTC", "2026-11-25T00:00:59Z", true),
  vector("the day before clocks go forward", "02:00-03:00 Europe/Zurich", "2026-03-28T01:30:00Z", true),
  vector("an hour that is skipped, before", "02:00-03:00 Europe/Zurich", "2026-03-29T00:59:59Z", false),
  vector("an hour that is skipped, after", "02:00-03:00 Europe/Zurich", "2026-03-29T01:00:00Z", false),
  vector("an hour that is repeated, first", "02:00-03:00 Europe/Zurich", "2026-10-25T00:30:00Z", true),
  vector("an hour that is repeated, second", "02:00-03:00 Europe/Zurich", "2026-10-25T01:30:00Z", true),
  vector("a zone with quarter hours", "00:00-00:15 Asia/Kathmandu", "2026-05-01T18:29:59Z", true),
  vector("a zone with quarter hours, after", "00:00-00:15 Asia/Kathmandu", "2026-05-01T18:30:00Z", false),
  vector("the southern summer", "08:00-18:00 Australia/Sydney", "2026-01-14T21:00:00Z", true),
  vector("the southern winter", "08:00-18:00 Australia/Sydney", "2026-07-14T21:30:00Z", false),
  vector("another name of a zone", "08:00-18:00 Asia/Calcutta", "2026-11-24T02:30:00Z", true),
  vector("the name that the zone has now", "08:00-18:00 Asia/Kolkata", "2026-11-24T02:30:00Z", true),
  ...[
    "Europe/Atlantis",
    "Europe",
    "europe/zurich",
    "asia/kolkata",
    "EUROPE/ZURICH",
    "+01:00",
    "GMT+1",
    "Europe/../UTC",
    "",
  ].map((zone) => vector("a zone that isn't known", `00:00-23:59 ${zone}`, "2026-11-24T12:00:00Z", false)),
  vector("an end that is the start", "08:00-08:00 Europe/Zurich", "2026-11-24T12:00:00Z", false),
];
