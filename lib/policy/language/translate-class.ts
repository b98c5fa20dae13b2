import { type Escape, literal, readEscape } from "./translate-escape.ts";

/** The character class at a place, such as `[^a-z\s]`. The flag `u` allows no nested classes. */
export function translateClass(text: string, start: number): Escape {
  const isNegated = text[start + 1] === "^";
  const parts: string[] = [];
  let at = start + (isNegated ? 2 : 1);
  while (text[at] !== "]") {
    const { source, length } = member(text, at);
    parts.push(source);
    at += length;
  }
  return { source: classOf(parts.join(""), isNegated), length: at + 1 - start };
}

function member(text: string, at: number): Escape {
  if (text[at] === "\\") return readEscape(text, at, true);
  // A hyphen between two characters is a range in both syntaxes; at an end it is literal in both.
  if (text[at] === "-") return { source: "-", length: 1 };
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return { source: literal(character), length: character.length };
}

// In ECMA-262, `[]` matches nothing and `[^]` matches everything.
function classOf(members: string, isNegated: boolean): string {
  if (members === "") return isNegated ? "[\\x{0}-\\x{10ffff}]" : "[^\\x{0}-\\x{10ffff}]";
  return `[${isNegated ? "^" : ""}${members}]`;
}
