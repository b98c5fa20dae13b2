import { expect, test } from "vitest";
import { hiddenCharacter, singleLine, withoutHidden } from "./single-line.ts";

test.each([
  ["a control", "Ada\u0007", "U+0007"],
  ["a line end", "Ada\nAdmin", "U+000A"],
  ["a separator of lines", "Ada\u2028x", "U+2028"],
  ["an override of the direction", "Ada \u202enimda", "U+202E"],
  ["an isolate", "Ada \u2067x\u2069", "U+2067"],
  ["a mark of the direction", "Ada\u200fx", "U+200F"],
  ["a space of no width", "Ada\u200bx", "U+200B"],
  ["a byte order mark", "Ad\ufeffa", "U+FEFF"],
  ["a soft hyphen", "A\u00adda", "U+00AD"],
  ["a word joiner", "A\u2060da", "U+2060"],
  ["a filler", "A\u3164da", "U+3164"],
  ["an empty pattern of Braille", "A\u2800da", "U+2800"],
  ["a tag", "Ada\u{e0041}", "U+E0041"],
  ["a joiner between Latin letters", "A\u200dda", "U+200D"],
  ["a selector of variants after a letter", "A\ufe0fda", "U+FE0F"],
  ["half of a pair", "Ada\ud800", "U+D800"],
])("a name with %s is refused, and the character named", (_, text, character) => {
  expect(hiddenCharacter(text)).toBe(character);
  expect(singleLine(80).safeParse(text).error?.issues[0]?.message).toContain(character);
  expect(hiddenCharacter(withoutHidden(text))).toBeUndefined();
});

test.each([
  "Ada Lovelace",
  "Zoë O’Brien-Ngũgĩ",
  "محمد علی",
  "علی\u200cرضا",
  "क्\u200dष",
  "王小明",
  "ש. כהן",
  "Team \u2764\ufe0f",
  "\u{1f469}\u200d\u{1f4bb} Dev",
])("%s is accepted unchanged as a name", (text) => {
  expect(singleLine(80).parse(text)).toBe(text);
  expect(withoutHidden(text)).toBe(text);
});

test.each([
  ["between letters, it leaves none", "A\u00add\u200ba", "Ada"],
  ["lines, it leaves one", "Ada\r\n\tLovelace\u2028", "Ada Lovelace"],
  ["all there is, it leaves nothing", "\u3164\u200f", ""],
  ["what a joiner stood by, it takes the joiner too", "\u061c\u200cAda", "Ada"],
  ["what stood before a joiner, it leaves the joiner with its letters", "\u200fعلی\u200cرضا", "علی\u200cرضا"],
])("where the hidden character is %s", (_, text, left) => {
  expect(withoutHidden(text)).toBe(left);
});
