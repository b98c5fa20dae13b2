import { expect, test } from "vitest";
import { iconWithCount, titleWithCount } from "./pending-marks.tsx";

test("the count stands before the page's title, and replaces an earlier count", () => {
  expect(titleWithCount("Requests · Countersign", 3)).toBe("(3) Requests · Countersign");
  expect(titleWithCount("(3) Requests · Countersign", 12)).toBe("(12) Requests · Countersign");
  expect(titleWithCount("(99+) Requests · Countersign", 100)).toBe("(99+) Requests · Countersign");
});

test("without requests to decide the title is the page's own", () => {
  expect(titleWithCount("(3) Requests · Countersign", 0)).toBe("Requests · Countersign");
  expect(titleWithCount("Requests · Countersign", 0)).toBe("Requests · Countersign");
});

test("the icon has the count, and stands for 100 and more with 99+", () => {
  const svgOf = (count: number) => decodeURIComponent(iconWithCount(count).replace(/^[^,]+,/, ""));
  expect(svgOf(3)).toMatch(/>3<\/text>/);
  expect(svgOf(100)).toMatch(/>99\+<\/text>/);
});
