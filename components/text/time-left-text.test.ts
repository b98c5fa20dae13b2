import { expect, test } from "vitest";
import { spokenTimeLeft, timeLeftText, timeLeftWords } from "./time-left-text.ts";

const minutes = (count: number) => count * 60_000;

test.each([
  [minutes(60 * 24 * 3), "3 days", "3 days"],
  [minutes(60 * 26), "26 h", "26 hours"],
  [minutes(200), "3 h 20 min", "3 hours 20 minutes"],
  [minutes(14.9), "14 min", "14 minutes"],
  [minutes(10), "10 min", "10 minutes"],
  [272_000, "4:32", "4 minutes"],
  [59_001, "1:00", "60 seconds"],
  [1_000, "0:01", "1 second"],
  [1, "0:01", "1 second"],
  [0, "0:00", "0 seconds"],
  [-5, "0:00", "0 seconds"],
])("%i ms left reads %s and sounds %s", (milliseconds, text, words) => {
  expect(timeLeftText(milliseconds)).toBe(text);
  expect(timeLeftWords(milliseconds)).toBe(words);
});

test("a deadline is never shown as over while time is left", () => {
  for (let left = 1; left < 2000; left += 7) expect(timeLeftText(left)).not.toBe("0:00");
});

test.each([
  [601_000, ""],
  [600_000, "Expires in 10 minutes"],
  [595_000, ""],
  [60_000, "Expires in 60 seconds"],
  [10_000, "Expires in 10 seconds"],
  [5_000, ""],
])("at %i ms left a screen reader says “%s”", (milliseconds, words) => {
  expect(spokenTimeLeft(milliseconds)).toBe(words);
});
