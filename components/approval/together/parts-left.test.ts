import { expect, test } from "vitest";
import { partsLeft } from "./parts-left.ts";

const part = (id: string, isOpen = true) => ({ id, key: id, isOpen });
const mark = (of: string, isSeen: boolean) => ({ part: of, isSeen });
const left = (...args: Parameters<typeof partsLeft>) => partsLeft(...args).map(({ key }) => key);

test("a row that was never on screen is left, also above one that was", () => {
  const marks = [mark("a", false), mark("a", false), mark("b", true), mark("b", true)];
  expect(left([part("a"), part("b")], marks, new Set())).toEqual(["a"]);
});

test("a row of which only one edge was on screen is left", () => {
  expect(left([part("a")], [mark("a", true), mark("a", false)], new Set())).toEqual(["a"]);
});

test("a row with values that only its details show is left until they are open and were on screen", () => {
  expect(left([part("a", false)], [mark("a", true), mark("a", true)], new Set())).toEqual(["a"]);
  expect(left([part("a")], [mark("a", true), mark("a", false)], new Set())).toEqual(["a"]);
  expect(left([part("a")], [mark("a", true), mark("a", true)], new Set())).toEqual([]);
});

test("a row that says something else has to be seen again", () => {
  const changed = { id: "a", key: "a, changed", isOpen: true };
  expect(left([changed], [mark("a", false)], new Set(["a"]))).toEqual(["a, changed"]);
});

test("a row that was seen stays seen, and one that isn't on the page is left", () => {
  expect(left([part("a"), part("b")], [], new Set(["a"]))).toEqual(["b"]);
});
