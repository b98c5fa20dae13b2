import { expect, test } from "vitest";
import { waitText } from "./wait-text.ts";

test("a wait is in seconds below two minutes, then in minutes and in hours, and never too short", () => {
  expect([1, 90, 119, 120, 121, 3600, 7200, 7201].map(waitText)).toEqual([
    ...["1 second", "90 seconds", "119 seconds", "2 minutes", "3 minutes", "60 minutes"],
    ...["2 hours", "3 hours"],
  ]);
});
