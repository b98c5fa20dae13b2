import { expect, test } from "vitest";
import { absoluteTime, relativeTime } from "./time-text.ts";

const now = new Date("2026-11-24T14:05:00Z");
const after = (seconds: number) => relativeTime(new Date(now.getTime() + seconds * 1000), now);

test("a relative time is never larger than the time really left or passed", () => {
  expect(after(-59)).toBe("just now");
  expect(after(-119)).toBe("1 min ago");
  expect(after(59)).toBe("in less than a minute");
  expect(after(3 * 3600 - 1)).toBe("in 2 h");
  expect(after(-2 * 86_400 + 1)).toBe("1 day ago");
  expect(after(8 * 86_400)).toBe("in 8 days");
  expect(after(90 * 86_400 - 1)).toBe("in 89 days");
  expect(after(120 * 86_400)).toBe("in 4 months");
  expect(after(-70 * 86_400)).toBe("2 months ago");
});

test.each([
  ["UTC", "24 Nov 2026, 14:05 UTC"],
  ["Europe/Berlin", "24 Nov 2026, 15:05 CET"],
  ["America/New_York", "24 Nov 2026, 09:05 EST"],
  ["Asia/Kolkata", "24 Nov 2026, 19:35 GMT+5:30"],
  ["Pacific/Auckland", "25 Nov 2026, 03:05 GMT+13"],
])("an absolute time in %s names its zone", (timeZone, text) => {
  expect(absoluteTime(now, { timeZone })).toBe(text);
});

test("the form without a date has its zone too", () => {
  expect(absoluteTime(now, { form: "clock", timeZone: "Europe/Berlin" })).toBe("15:05 CET");
});
