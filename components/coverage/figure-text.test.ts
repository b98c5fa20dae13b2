import { expect, test } from "vitest";
import { changeText, dayText, figureText, pointsText, secondsText, shareText } from "./figure-text.ts";

test("a share shows 100% only when complete, and no share for zero of zero", () => {
  expect(shareText(999, 1000)).toBe("99%");
  expect(shareText(1000, 1000)).toBe("100%");
  expect(shareText(0, 3)).toBe("0%");
  expect(shareText(0, 0)).toBeNull();
  expect(shareText(null, 3)).toBeNull();
});

test("a duration is shown in its two largest units", () => {
  expect([0.2, 42, 60, 190, 3600, 7505, 273_600].map(secondsText)).toEqual([
    ...["< 1 s", "42 s", "1 min", "3 min 10 s", "1 h", "2 h 5 min", "3 d 4 h"],
  ]);
});

test("a number is shown with its unit", () => {
  expect(figureText({ value: 1, total: null, unit: "agents" })).toBe("1 agent");
  expect(figureText({ value: 1, total: 14, unit: "agents" })).toBe("1 of 14 agents");
  expect(figureText({ value: 1204, total: null, unit: "requests" })).toBe("1,204 requests");
  expect(figureText({ value: 1, total: 1, unit: "people" })).toBe("1 of 1 person");
  expect(figureText({ value: 0, total: 0, unit: "reviews" })).toBe("0 reviews");
  expect(figureText({ value: null, total: 0, unit: "seconds" })).toBe("No data");
});

test("a change is signed, whole, and missing without a number to compare with", () => {
  expect([changeText(112, 100), changeText(97, 100), changeText(100, 100)]).toEqual(["+12%", "-3%", "±0%"]);
  expect([changeText(5, 0), changeText(null, 4), changeText(5, null)]).toEqual([null, null, null]);
  const points = (value: number, total: number) => pointsText({ value, total }, { value: 10, total: 100 });
  expect([points(12, 100), points(11, 100), points(5, 0)]).toEqual(["+2 points", "+1 point", null]);
  expect(pointsText({ value: 5, total: 100 }, { value: 10, total: 100 })).toBe("-5 points");
});

test("a day is shown in UTC, in one form", () => {
  const day = new Date("2026-11-05T00:00:00Z");
  expect(dayText(day, { withYear: false })).toBe("5 Nov");
  expect(dayText(day, { withYear: true })).toBe("5 Nov 2026");
});
