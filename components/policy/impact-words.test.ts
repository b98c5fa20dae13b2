import { expect, test } from "vitest";
import { impactWords } from "./impact-words.ts";

const days = { done: 34, scope: { days: 30 }, isCut: false };
const found = (moves: [from: string, to: string, count: number][], otherApprovers = 0, cannotBeTold = 0) => ({
  moves: moves.map(([from, to, count]) => ({ from, to, count })),
  otherApprovers,
  cannotBeTold,
});

test.each<[string, ReturnType<typeof found>]>([
  [
    "10 of 34 requests of the last 30 days would be auto-approved instead of needing approval. None become stricter.",
    found([
      ["step_up_1", "allow", 10],
      ["allow", "allow", 24],
    ]),
  ],
  [
    "2 of 34 requests of the last 30 days would be blocked instead of being auto-approved. None become less strict.",
    found([["allow", "block", 2]]),
  ],
  [
    "1 of 34 requests of the last 30 days would need 2 approvals instead of needing approval. None become less strict.",
    found([["step_up_1", "step_up_2", 1]]),
  ],
  [
    "1,204 of 34 requests of the last 30 days would have a different outcome: 1,200 less strict and 4 stricter.",
    found([
      ["step_up_1", "allow", 1200],
      ["allow", "block", 4],
    ]),
  ],
  [
    "None of 34 requests of the last 30 days would have a different outcome.",
    found([["allow", "allow", 34]]),
  ],
  [
    "No outcome of 34 requests of the last 30 days would change. 3 would need approval from different people.",
    found([["step_up_1", "step_up_1", 34]], 3),
  ],
  [
    "None of 30 requests of the last 30 days would have a different outcome. 4 couldn't be evaluated.",
    found([["allow", "allow", 30]], 0, 4),
  ],
  [
    "2 of 33 requests of the last 30 days would be blocked instead of being auto-approved. None become less strict. 1 couldn't be evaluated.",
    found([["allow", "block", 2]], 0, 1),
  ],
  ["None of 34 requests of the last 30 days could be evaluated.", found([], 0, 34)],
])("says %j", (sentence, summary) => {
  expect(impactWords(days, summary)).toBe(sentence);
});

test("names the most recent requests where their number was chosen", () => {
  expect(impactWords({ done: 5, scope: { last: 5 }, isCut: false }, found([["allow", "block", 1]]))).toBe(
    "1 of 5 most recent requests would be blocked instead of being auto-approved. None become less strict.",
  );
});

test.each([
  [
    "2 of the newest 100,000 requests would be blocked instead of being auto-approved. None become less strict.",
    found([["allow", "block", 2]]),
  ],
  [
    "None of 99,960 of the newest 100,000 requests would have a different outcome. 40 couldn't be evaluated.",
    found([["allow", "allow", 99_960]], 0, 40),
  ],
])("a period with more requests than are replayed says %j", (sentence, summary) => {
  expect(impactWords({ done: 100_000, scope: { days: 30 }, isCut: true }, summary)).toBe(sentence);
});
