import { expect, test } from "vitest";
import { isInSentence } from "./is-in-sentence.ts";

const amount = { as: "value" as const, text: "1,250.00 USD" };
const sentence = [{ words: "Refund " }, { format: "amount", shown: amount }];

test("a value that the sentence shows completely is read at the top of the page", () => {
  expect(isInSentence(amount, sentence)).toBe(true);
});

test.each([
  ["with another text", { as: "value" as const, text: "9.00 USD" }],
  ["signed in another form", { ...amount, original: "1250" }],
  ["of free text", { as: "text" as const, text: "1,250.00 USD" }],
])("a value %s has to be read in the list", (_, shown) => {
  expect(isInSentence(shown, sentence)).toBe(false);
});

test("without a sentence every value has to be read in the list", () => {
  expect(isInSentence(amount, undefined)).toBe(false);
});
