import { expect, test } from "vitest";
import { leftOut } from "./offers.tsx";

test("a selection is kept when the owner returns to change it", () => {
  expect(leftOut(["a", "b", "c"], ["b"], 2)).toEqual(["a", "c"]);
});

test("initially as many offers are selected as one acceptance may contain, also when the earlier selection no longer exists", () => {
  expect(leftOut(["a", "b", "c"], [], 2)).toEqual(["c"]);
  expect(leftOut(["a", "b", "c"], ["gone"], 3)).toEqual([]);
});
