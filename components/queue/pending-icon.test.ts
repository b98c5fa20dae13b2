import { expect, test } from "vitest";
import { iconWithCount } from "./pending-icon.tsx";

test("the icon has the count, and stands for 100 and more with 99+", () => {
  const svgOf = (count: number) => decodeURIComponent(iconWithCount(count).replace(/^[^,]+,/, ""));
  expect(svgOf(3)).toMatch(/>3<\/text>/);
  expect(svgOf(100)).toMatch(/>99\+<\/text>/);
});
