import { expect, test } from "vitest";
import { eventWords } from "./event-words.ts";

test("an impact preview has one line for its start and another for its end", () => {
  const wordsOf = (step: string) => eventWords("policy.replayed", { step });
  expect(["started", "done", "cancelled", "failed"].map(wordsOf)).toEqual([
    "started an impact preview",
    "finished an impact preview",
    "stopped an impact preview",
    "couldn't finish an impact preview",
  ]);
  expect(wordsOf("constructor")).toBe("ran an impact preview");
});
