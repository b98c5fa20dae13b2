import { expect, test } from "vitest";
import { barsPath, stackedPaths } from "./bars-path.ts";

test("bars become one path, each drawn clockwise from its upper left corner", () => {
  const bars = [
    { x: 1, y: 10, width: 8, height: 20 },
    { x: 11, y: 29.996, width: 8, height: 0.104 },
  ];
  expect(barsPath(bars)).toBe("M1 10h8v20h-8zM11 30h8v0.1h-8z");
});

test("outcomes stand on each other in their order, and an outcome that no day has is left out", () => {
  const days = [{ allowed: 25, denied: 50 }, {}, { denied: 100 }];
  const looks = (["allowed", "denied", "expired"] as const).map((outcome) => ({ outcome }));
  expect(stackedPaths(days, { looks, height: 200, scale: 2 })).toEqual([
    { outcome: "allowed", path: "M1 150h8v50h-8z" },
    { outcome: "denied", path: "M1 50h8v100h-8zM21 0h8v200h-8z" },
  ]);
});
