import { expect, test } from "vitest";
import { isNewer, newestSeen } from "./bell.tsx";

test("only a notice that came after the shown ones is new", () => {
  expect(isNewer("ntc_02", "ntc_01")).toBe(true);
  expect(isNewer("ntc_02", null)).toBe(true);
  expect(isNewer("ntc_02", "ntc_02")).toBe(false);
  // The newest was dismissed in another tab.
  expect(isNewer("ntc_01", "ntc_02")).toBe(false);
  expect(isNewer(null, "ntc_02")).toBe(false);
  expect(isNewer(undefined, null)).toBe(false);
});

test("a dismissed notice stays seen: neither it nor the older one that is shown first then is new", () => {
  let seen = newestSeen(null, "ntc_02");
  seen = newestSeen(seen, "ntc_01");
  expect(isNewer("ntc_02", seen)).toBe(false);
  seen = newestSeen(seen, null);
  expect(isNewer("ntc_02", seen)).toBe(false);
  expect(isNewer("ntc_03", seen)).toBe(true);
});
