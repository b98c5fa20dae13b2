import { expect, test } from "vitest";
import { addSpan, firstGap, isReadable, type Span } from "./seen-lines.ts";

const seen = (...parts: [number, number][]) =>
  parts.reduce<Span[]>((spans, [from, to]) => addSpan(spans, { from, to }), []);

test("a value counts as seen only when every line of it was on screen", () => {
  expect(firstGap(seen(), 40)).toBe(0);
  expect(firstGap(seen([0, 40]), 40)).toBeUndefined();
  expect(firstGap(seen([20, 40]), 40)).toBe(0);
  expect(firstGap(seen([0, 20]), 40)).toBe(20);
});

test("a jump from the beginning of a long value to its end leaves the middle unseen", () => {
  const jumped = seen([0, 500], [1500, 2000]);
  expect(firstGap(jumped, 2000)).toBe(500);
  expect(firstGap(addSpan(jumped, { from: 480, to: 1510 }), 2000)).toBeUndefined();
});

test("a row with values that only its details show doesn't count until they are open", () => {
  expect(firstGap(seen([0, 44]), 44, true)).toBe(0);
  expect(firstGap(seen([0, 44]), 300)).toBe(44);
});

test("parts that were seen in any order are joined", () => {
  expect(seen([50, 100], [0, 20], [20, 50])).toEqual([{ from: 0, to: 100 }]);
  expect(seen([50, 100], [0, 20])).toEqual([
    { from: 0, to: 20 },
    { from: 50, to: 100 },
  ]);
});

test("what passes faster than a screen per second is not read", () => {
  expect(isReadable(10, 16, 640)).toBe(true);
  expect(isReadable(200, 16, 640)).toBe(false);
  expect(isReadable(-200, 16, 640)).toBe(false);
  expect(isReadable(2000, 0, 640)).toBe(false);
});
