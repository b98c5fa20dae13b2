import fc from "fast-check";
import { expect, test } from "vitest";
import { excerptOf } from "./find-differences.ts";

test("a short text is shown in full, and a long one from shortly before its first difference", () => {
  expect(excerptOf("abc", "abd")).toEqual({ text: "abc", of: null });
  const same = "x".repeat(500);
  const { text, of } = excerptOf(`${same}1 and more`, `${same}2`);
  expect({ text, of }).toEqual({ text: `${"x".repeat(20)}1 and more`, of: 510 });
});

test("the excerpts of two different long texts differ and are short, and no character is cut in half", () => {
  const letters = fc.array(fc.constantFrom("a", "😀", "é"), { maxLength: 400 }).map((all) => all.join(""));
  fc.assert(
    fc.property(letters, letters, letters, (start, one, other) => {
      const [a, b] = [`${start}${one}`, `${start}${other}`];
      const [first, second] = [excerptOf(a, b), excerptOf(b, a)];
      for (const { text } of [first, second]) {
        expect(text.length).toBeLessThanOrEqual(81);
        expect(text.isWellFormed()).toBe(true);
      }
      if (a !== b) expect(first).not.toEqual(second);
    }),
  );
});
