import { expect, test } from "vitest";
import { distinctWords } from "./name-words.ts";

test("each word of a text is looked up once, in the order of the text", () => {
  expect(distinctWords("Refund bot refund, BOT (prod)")).toBe("Refund bot prod");
  expect(distinctWords("o'neill@example.com")).toBe("o neill example com");
  for (const text of ["", " ", "& | !", ":*"]) expect(distinctWords(text), text).toBe("");
});

test("a word that begins another one isn't looked up, because the other implies it", () => {
  expect(distinctWords("r re refund ref")).toBe("refund");
});

test("at most ten words are looked up", () => {
  const words = Array.from({ length: 60 }, (_, n) => `w${n + 100}`);
  // PostgreSQL separates words at a combining mark too.
  for (const between of [" ", "\u0301", "_"])
    expect(distinctWords(words.join(between)), between).toBe(words.slice(0, 10).join(" "));
});
