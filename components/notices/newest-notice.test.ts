import { expect, test } from "vitest";
import { isNewer } from "./newest-notice.ts";

test("only a notice that came after the shown ones is new", () => {
  expect(isNewer("ntc_02", "ntc_01")).toBe(true);
  expect(isNewer("ntc_02", null)).toBe(true);
  expect(isNewer("ntc_02", "ntc_02")).toBe(false);
  // The newest was dismissed in another tab.
  expect(isNewer("ntc_01", "ntc_02")).toBe(false);
  expect(isNewer(null, "ntc_02")).toBe(false);
  expect(isNewer(undefined, null)).toBe(false);
});
