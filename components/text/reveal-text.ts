import { characterName, codePoint } from "./character-names.ts";

/** A run of plain text, a line end, or a character with a deceptive look. */
export type RevealedPart =
  | { kind: "text"; text: string }
  | { kind: "line-end" }
  /** `glyph` is shown before the mark where the character can be seen but passes for another. */
  | { kind: "mark"; code: string; name: string; glyph?: string };

// Everything invisible, blank or directional (Unicode Technical Report 36, section 3), controls,
// private use and unassigned code points.
const hidden =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Variation_Selector}\u2800]|(?! )\p{Zs}/u;
const mark = /\p{M}/u;
/** More marks on a letter extend beyond the line. */
const mostMarks = 2;

/** Plain parts, and characters to name. Every character of `text` is in exactly one part. */
export function revealText(text: string): RevealedPart[] {
  const parts: RevealedPart[] = [];
  let plain = "";
  const flush = () => {
    if (plain) parts.push({ kind: "text", text: plain });
    plain = "";
  };
  for (const word of text.split(/(\r\n|[\n ])/)) {
    const isMixed = mixesScripts(word);
    let marks = 0;
    let previous = "";
    for (const character of word === "\r\n" ? ["\n"] : word) {
      marks = mark.test(character) ? marks + 1 : 0;
      const part = partOf(character, { isMixed, previous, marks });
      if (part) {
        flush();
        parts.push(part);
      } else {
        plain += character;
      }
      previous = character;
    }
  }
  flush();
  return parts;
}

interface Place {
  isMixed: boolean;
  previous: string;
  /** How many combining marks in a row, this character included. */
  marks: number;
}

function partOf(character: string, { isMixed, previous, marks }: Place): RevealedPart | undefined {
  if (character === "\n") return { kind: "line-end" };
  if (character >= " " && character <= "~") return undefined;
  // An emoji's emoji presentation is not misleading.
  if (character === "\ufe0f" && /\p{Extended_Pictographic}/u.test(previous)) return undefined;
  const code = codePoint(character);
  if (hidden.test(character)) return { kind: "mark", code, name: characterName(character) };
  if (isOverlay(character) || marks > mostMarks || (marks > 0 && previous === ""))
    return { kind: "mark", code, name: "COMBINING MARK" };
  const twin = asciiTwin(character);
  if (twin) return { kind: "mark", code, name: `LOOKS LIKE ${twin}`, glyph: character };
  const script = isMixed ? foreignScript(character) : undefined;
  return script ? { kind: "mark", code, name: script, glyph: character } : undefined;
}

// Strokes and enclosures over another character can cross out a word.
function isOverlay(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return (
    (code >= 0x334 && code <= 0x338) || code === 0x488 || code === 0x489 || (code >= 0x20d0 && code <= 0x20f0)
  );
}

// Punctuation and letters that pass for ASCII without compatibility decomposition (from Unicode's
// confusables.txt).
const twins = new Map([
  ...Array.from("\u2010\u2011\u2012\u2212\u02d7", (like): [string, string] => [like, "-"]),
  ...Array.from("\u2044\u2215\u29f8\u2571", (like): [string, string] => [like, "/"]),
  ...Array.from("\u02d0\ua789\u2236\u05c3", (like): [string, string] => [like, ":"]),
  ...Array.from("\u00b7\u2022\u2219\u0660\u06f0\u2027", (like): [string, string] => [like, "."]),
  ...Array.from("\u201a\u066b\u060c", (like): [string, string] => [like, ","]),
  ["\u0131", "i"],
  ["\u0261", "g"],
  ["\u0251", "a"],
  ["\u01c0", "l"],
  ["\u2223", "|"],
]);
const harmlessTwins = /[\u00aa\u00ba\u00b7\u2022]/u;

function asciiTwin(character: string): string | undefined {
  if (harmlessTwins.test(character)) return undefined;
  const twin = twins.get(character);
  if (twin) return twin;
  const digit = /\p{Nd}/u.test(character);
  const plain = character.normalize("NFKC");
  if (plain !== character && /^[!-~]$/.test(plain)) return plain;
  return digit ? "A DIGIT" : undefined;
}

const latin = /\p{Script=Latin}/u;
const scripts: [RegExp, string][] = [
  [/\p{Script=Cyrillic}/u, "CYRILLIC"],
  [/\p{Script=Greek}/u, "GREEK"],
  [/\p{Script=Armenian}/u, "ARMENIAN"],
  [/\p{Script=Cherokee}/u, "CHEROKEE"],
  [/\p{Script=Coptic}/u, "COPTIC"],
  [/\p{Script=Lisu}/u, "LISU"],
];

function mixesScripts(word: string): boolean {
  return latin.test(word) && foreignScript(word) !== undefined;
}

function foreignScript(text: string): string | undefined {
  return scripts.find(([script]) => script.test(text))?.[1];
}
