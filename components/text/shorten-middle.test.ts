import { expect, test } from "vitest";
import { shortenMiddle } from "./shorten-middle.ts";

test("long texts that differ only at their end still differ, and no character is divided", () => {
  expect(shortenMiddle("charge/ch_0000001", 10)).toEqual({ start: "char", end: "00001" });
  expect(shortenMiddle("charge/ch_0000002", 10)).toEqual({ start: "char", end: "00002" });
  expect(shortenMiddle("😀😀😀😀", 3)).toEqual({ start: "😀", end: "😀" });
});

test("a text that fits is not shortened", () => {
  expect(shortenMiddle("ch_1", 4)).toBeUndefined();
  expect(shortenMiddle("😀😀😀😀", 4)).toBeUndefined();
});
