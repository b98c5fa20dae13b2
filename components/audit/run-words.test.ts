import { expect, test } from "vitest";
import { runWords } from "./run-words.ts";

test.each([
  ["request.cancelled", "cancelled 3 requests"],
  ["request.pending", "sent 3 requests that needed approval"],
  ["grant.revoked", "revoked 3 grants"],
  ["agent.labels_changed", "changed agent labels 3 times"],
])("a run of %s reads as a sentence after the actor's name: %s", (type, words) => {
  expect(runWords({ type, actor: { type: "system", id: "expiry" }, subject: {}, data: {} }, 3)).toBe(words);
});
