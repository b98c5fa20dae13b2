import { expect, test } from "vitest";
import { absoluteTime, relativeTime } from "./relative-time.ts";

const now = new Date("2026-11-24T14:05:00Z");
const after = (seconds: number) => relativeTime(new Date(now.getTime() + seconds * 1000), now);

test("a relative time is never larger than the time really left or passed", () => {
  expect(after(-59)).toBe("just now");
  expect(after(-119)).toBe("1 minute ago");
  expect(after(59)).toBe("in less than a minute");
  expect(after(3 * 3600 - 1)).toBe("in 2 hours");
  expect(after(-86_400)).toBe("yesterday");
});

test("an absolute time names its zone", () => {
  expect(absoluteTime(now)).toBe("24 Nov 2026, 14:05 UTC");
});
