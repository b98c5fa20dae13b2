import { expect, test } from "vitest";
import { outcomeWords } from "./outcomes.ts";

test("a chart has its content as text", () => {
  expect(outcomeWords({})).toBe("No requests in 30 days");
  expect(outcomeWords({ approved: 1 })).toBe("1 request in 30 days: 1 approved");
  expect(outcomeWords({ denied: 2, allowed: 1200, expired: 0 })).toBe(
    "1,202 requests in 30 days: 1,200 auto-approved, 2 denied",
  );
  expect(outcomeWords({ allowed: 2000 })).toBe("2,000 requests in 30 days: 2,000 auto-approved");
});
