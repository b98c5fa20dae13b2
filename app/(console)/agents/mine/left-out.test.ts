import { expect, test } from "vitest";
import { leftOut } from "./left-out.ts";

test("whoever comes back to tick others finds ticked what they had ticked", () => {
  expect(leftOut(["a", "b", "c"], ["b"], 2)).toEqual(["a", "c"]);
});

test("at first everything is ticked that can be accepted at once, also when what was ticked is over", () => {
  expect(leftOut(["a", "b", "c"], [], 2)).toEqual(["c"]);
  expect(leftOut(["a", "b", "c"], ["gone"], 3)).toEqual([]);
});
