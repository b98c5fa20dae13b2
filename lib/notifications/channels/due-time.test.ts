import { expect, test } from "vitest";
import { afterQuietHours, nextDigest } from "../planning/address.ts";

const berlin = {
  ...{ timeZone: "Europe/Berlin", quietFrom: "22:00", quietUntil: "07:00" },
  quietExcept: ["critical" as const],
};
const after = (at: string, quiet = berlin) => afterQuietHours(quiet, "financial", new Date(at)).toISOString();

test("a notification within quiet hours waits for their end, before and after midnight", () => {
  expect(after("2026-11-26T22:30:00Z")).toBe("2026-11-27T06:00:00.000Z");
  expect(after("2026-11-27T05:59:59Z")).toBe("2026-11-27T06:00:00.000Z");
});

test("a notification outside quiet hours is due immediately, at their very end too", () => {
  expect(after("2026-11-27T06:00:00Z")).toBe("2026-11-27T06:00:00.000Z");
  expect(after("2026-11-26T20:59:59Z")).toBe("2026-11-26T20:59:59.000Z");
});

test("quiet hours hold back no class that the person excepted", () => {
  const at = new Date("2026-11-26T22:30:00Z");
  expect(afterQuietHours(berlin, "critical", at)).toEqual(at);
});

test("a night on which summer time begins is an hour shorter, and one on which it ends an hour longer", () => {
  // Berlin changes on 2026-03-29 and 2026-10-25, at 01:00 UTC (IANA time zone database).
  const hours = (from: string) => (Date.parse(after(from)) - Date.parse(from)) / 3_600_000;
  expect(hours("2026-03-27T21:00:00Z")).toBe(9);
  expect(hours("2026-03-28T21:00:00Z")).toBe(8);
  expect(hours("2026-10-24T20:00:00Z")).toBe(10);
});

test("quiet hours that end at a skipped local time end at the first moment after the gap", () => {
  const quiet = { ...berlin, quietUntil: "02:30" };
  expect(after("2026-03-29T00:30:00Z", quiet)).toBe("2026-03-29T01:30:00.000Z");
});

test("quiet hours within a day are quiet on that day only, and equal times mean none", () => {
  const quiet = { ...berlin, timeZone: "UTC", quietFrom: "12:00", quietUntil: "13:00" };
  expect(after("2026-11-26T12:15:00Z", quiet)).toBe("2026-11-26T13:00:00.000Z");
  expect(after("2026-11-26T23:15:00Z", quiet)).toBe("2026-11-26T23:15:00.000Z");
  expect(after("2026-11-26T12:15:00Z", { ...quiet, quietUntil: "12:00" })).toBe("2026-11-26T12:15:00.000Z");
});

test("a digest is due at the next full hour, or at the next chosen local time", () => {
  const at = new Date("2026-10-24T20:15:00Z");
  const chosen = { timeZone: "Europe/Berlin", digestAt: "09:00" };
  expect(nextDigest({ ...chosen, digest: "hourly" }, at).toISOString()).toBe("2026-10-24T21:00:00.000Z");
  // 09:00 is at 08:00 UTC on the day on which summer time ends.
  expect(nextDigest({ ...chosen, digest: "daily" }, at).toISOString()).toBe("2026-10-25T08:00:00.000Z");
  expect(nextDigest({ ...chosen, digest: "off" }, at)).toEqual(at);
});
