import { expect, test } from "vitest";
import { valuesLeft } from "./values-left.ts";

const end = (name: string, isSeen: boolean, isInBox = false) => ({ name, isSeen, isInBox });
const left = (...ends: ReturnType<typeof end>[]) => valuesLeft(ends).map(({ name }) => name);

test("every value below the last one on screen is left", () => {
  expect(left(end("a", true), end("b", false), end("c", false))).toEqual(["b", "c"]);
  expect(left(end("a", false), end("b", false))).toEqual(["a", "b"]);
});

test("a value that was scrolled past counts as gone through", () => {
  expect(left(end("a", false), end("b", true), end("c", false))).toEqual(["c"]);
  expect(left(end("a", false), end("b", true))).toEqual([]);
});

test("a box has to be scrolled to its own end, wherever it is", () => {
  expect(left(end("box", false, true), end("b", true))).toEqual(["box"]);
  expect(left(end("a", false), end("box", true, true))).toEqual(["a"]);
  expect(left(end("box", true, true), end("b", true))).toEqual([]);
});
