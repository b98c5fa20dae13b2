import { expect, test } from "vitest";
import { addSeconds } from "#lib/kernel/clock";
import { type Considered, isEnough } from "./considered.ts";

const first = new Date("2026-03-01T23:59:00Z");
const approvals = (count: number, days: number) =>
  Array.from(
    { length: count },
    (_, index) => ({ at: addSeconds(first, (index % days) * 86_400) }) as Considered,
  );

test.each([
  [20, 5, true],
  [19, 5, false],
  [20, 4, false],
  [200, 4, false],
])("of %i approvals on %i days, a standing approval is suggested: %s", (count, days, isSuggested) => {
  expect(isEnough(approvals(count, days))).toBe(isSuggested);
});
