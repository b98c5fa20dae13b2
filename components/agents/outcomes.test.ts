import { expect, test } from "vitest";
import { outcomesInShort, outcomeWords } from "./outcomes.ts";

test("a chart has its content as text", () => {
  expect(outcomeWords({})).toBe("No requests in 30 days");
  expect(outcomeWords({ approved: 1 })).toBe("1 request in 30 days: 1 approved");
  expect(outcomeWords({ denied: 2, allowed: 1200, expired: 0 })).toBe(
    "1,202 requests in 30 days: 1,200 auto-approved, 2 denied",
  );
  expect(outcomeWords({ allowed: 2000 })).toBe("2,000 requests in 30 days: 2,000 auto-approved");
});

test("a chart has a short visible text, so that it does not depend on color", () => {
  expect(outcomesInShort({})).toBe("None in 30 days");
  expect(outcomesInShort({ blocked: 1, allowed: 2, pending: 1 })).toBe(
    "4 in 30 days: 2 auto-approved, 1 pending, 1 blocked",
  );
  expect(outcomesInShort({ allowed: 2000 })).toBe("2,000 in 30 days: 2,000 auto-approved");
});
