import { expect, test } from "vitest";
import { timeRanges } from "./time-ranges.ts";

const now = new Date("2026-11-24T23:59:00Z");

test("ranges are whole UTC days up to now, and keep the other filters", () => {
  expect(timeRanges({ agent: "agt_1", from: "2026-01-01", to: "2026-02-01" }, now)).toEqual([
    { label: "Today", isCurrent: false, href: "/audit?agent=agt_1&from=2026-11-24" },
    { label: "Last 7 days", isCurrent: false, href: "/audit?agent=agt_1&from=2026-11-18" },
    { label: "Last 30 days", isCurrent: false, href: "/audit?agent=agt_1&from=2026-10-26" },
  ]);
});

test("a range is current only while it has no end", () => {
  const current = (values: Record<string, string>) =>
    timeRanges(values, now).map(({ isCurrent }) => isCurrent);
  expect(current({ from: "2026-11-18" })).toEqual([false, true, false]);
  expect(current({ from: "2026-11-18", to: "2026-11-20" })).toEqual([false, false, false]);
});
