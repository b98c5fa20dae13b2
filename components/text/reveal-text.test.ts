import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { revealText } from "./reveal-text.ts";

/** The parts as one line, as a person reads them. */
function read(text: string): string {
  return revealText(text)
    .map((part) => {
      if (part.kind === "text") return part.text;
      if (part.kind === "line-end") return "⏎";
      return `${part.glyph ?? ""}[${part.code} ${part.name}]`;
    })
    .join("");
}

test.each([
  ["a right-to-left override", "pay\u202Egpj.exe", "pay[U+202E RIGHT-TO-LEFT OVERRIDE]gpj.exe"],
  ["an isolate", "a\u2067b\u2069", "a[U+2067 RIGHT-TO-LEFT ISOLATE]b[U+2069 POP DIRECTIONAL ISOLATE]"],
  ["a zero-width space", "acc\u200Bount", "acc[U+200B ZERO WIDTH SPACE]ount"],
  ["a byte order mark", "\uFEFFx", "[U+FEFF ZERO WIDTH NO-BREAK SPACE]x"],
  ["a no-break space", "1\u00A0000", "1[U+00A0 NO-BREAK SPACE]000"],
  ["a soft hyphen", "ad\u00ADmin", "ad[U+00AD SOFT HYPHEN]min"],
  ["a tag character, with the letter it smuggles", "ok\u{E0061}", "ok[U+E0061 TAG a]"],
  ["an escape sequence", "\u001b[31mred", "[U+001B ESCAPE][31mred"],
  ["a null", "a\0b", "a[U+0000 NULL]b"],
  ["a tab", "a\tb", "a[U+0009 TAB]b"],
  ["a lone carriage return", "a\rb", "a[U+000D CARRIAGE RETURN]b"],
  ["a line separator", "a\u2028b", "a[U+2028 LINE SEPARATOR]b"],
  ["a letter that is blank", "a\u3164b", "a[U+3164 HANGUL FILLER]b"],
  ["a blank Braille pattern", "a\u2800b", "a[U+2800 BRAILLE PATTERN BLANK]b"],
  ["a variation selector that carries a byte", "a\u{E0100}", "a[U+E0100 VARIATION SELECTOR]"],
  ["private use", "a\uE000", "a[U+E000 PRIVATE USE CHARACTER]"],
  ["half a surrogate pair", "a\uD800b", "a[U+D800 HALF OF A SURROGATE PAIR]b"],
  ["a stroke through a letter", "a\u0336b", "a[U+0336 COMBINING MARK]b"],
  ["a heap of accents", "e\u0301\u0302\u0303", "e\u0301\u0302[U+0303 COMBINING MARK]"],
  ["Cyrillic in a Latin word", "p\u0430ypal", "p\u0430[U+0430 CYRILLIC]ypal"],
  ["a full-width full stop", "evil\uFF0Ecom", "evil\uFF0E[U+FF0E LOOKS LIKE .]com"],
  ["a division slash", "a\u2215b", "a\u2215[U+2215 LOOKS LIKE /]b"],
  ["a mathematical letter", "\u{1D41A}dmin", "\u{1D41A}[U+1D41A LOOKS LIKE a]dmin"],
  ["a digit of another script", "1\u0967", "1\u0967[U+0967 LOOKS LIKE A DIGIT]"],
  ["a minus that is no hyphen", "\u22125", "\u2212[U+2212 LOOKS LIKE -]5"],
])("%s is named", (_, text, shown) => {
  expect(read(text)).toBe(shown);
});

describe("text without deceptive characters stays unchanged", () => {
  test.each([
    "Customer was billed twice. Überweisung für Renée: 12,50 €",
    "Привет, мир",
    "שלום עולם",
    "مرحبا",
    "退款给客户",
    "done ⚠️ 🎉",
    "Zażółć gęślą jaźń – “quoted” … • item",
    "<b>not markup</b> & 'quotes'",
  ])("%s", (text) => {
    expect(revealText(text).every((part) => part.kind === "text")).toBe(true);
    expect(read(text)).toBe(text);
  });
});

test("both forms of line ends are recognized", () => {
  expect(read("a\nb\r\nc")).toBe("a⏎b⏎c");
});

test("invariant 13: the parts together contain every character of the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      const rebuilt = revealText(text)
        .map((part) => {
          if (part.kind === "text") return part.text;
          return part.kind === "line-end"
            ? "\n"
            : String.fromCodePoint(Number.parseInt(part.code.slice(2), 16));
        })
        .join("");
      expect(rebuilt).toBe(text.replaceAll("\r\n", "\n"));
    }),
    { numRuns: 500 },
  );
});

test("invariant 13: no text part ever contains an invisible or directional character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      for (const part of revealText(text)) {
        if (part.kind === "text")
          expect(part.text.replaceAll("\ufe0f", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/u);
      }
    }),
    { numRuns: 500 },
  );
});
