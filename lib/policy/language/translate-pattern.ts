import { type Escape, literal, PatternRefusal, readEscape } from "./translate-escape.ts";

/** A pattern of JSON Schema in RE2's syntax, and a bound of its compiled instructions. */
export interface Translation {
  source: string;
  size: number;
}

const unsupportedGroups: [start: string, name: string][] = [
  ["(?=", "lookahead"],
  ["(?!", "lookahead"],
  ["(?<=", "lookbehind"],
  ["(?<!", "lookbehind"],
];
const anyButLineEnds = "[^\\n\\r\\x{2028}\\x{2029}]";

/**
 * Translates a pattern accepted by `new RegExp(pattern, "u")`. JSON Schema (2020-12 Core, section
 * 6.4) patterns are ECMA-262, where `\s`, `.` and `\u` differ from RE2, so the text cannot be
 * passed on unchanged.
 * @throws {PatternRefusal} for lookaround, back references and other constructs missing in RE2.
 */
export function translatePattern(pattern: string): Translation {
  return new Translator(pattern).pattern();
}

class Translator {
  private at = 0;

  constructor(private readonly text: string) {}

  pattern(): Translation {
    const parts = [];
    let size = 0;
    while (this.at < this.text.length && this.text[this.at] !== ")") {
      const atom = this.atom();
      const quantifier = /[*+?]\??|\{(\d+)(?:,(\d*))?\}\??/uy;
      quantifier.lastIndex = this.at;
      const found = quantifier.exec(this.text);
      this.at += found?.[0].length ?? 0;
      parts.push(atom.source, found?.[0] ?? "");
      size += (atom.size + 1) * countOf(found);
    }
    return { source: parts.join(""), size };
  }

  private atom(): Translation {
    const next = this.text[this.at] ?? "";
    if (next === "(") return this.group();
    if (next === "[") return this.take(translateClass(this.text, this.at));
    if (next === "\\") return this.take(readEscape(this.text, this.at));
    if (next === ".") return this.take({ source: anyButLineEnds, length: 1 });
    if ("^$|".includes(next)) return this.take({ source: next, length: 1 });
    const character = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0);
    return this.take({ source: literal(character), length: character.length });
  }

  // No group captures anything here: only whether there is a match is asked.
  private group(): Translation {
    const refused = unsupportedGroups.find(([start]) => this.text.startsWith(start, this.at));
    if (refused) throw new PatternRefusal(`${refused[1]} (${refused[0]}…) can't be checked in bounded time`);
    const start = /\((?:\?:|\?<[^>]*>|(?!\?))/uy;
    start.lastIndex = this.at;
    const found = start.exec(this.text);
    if (!found) throw new PatternRefusal("flags within a pattern, such as (?i:…), aren't supported");
    this.at += found[0].length;
    const inside = this.pattern();
    this.at++;
    return { source: `(?:${inside.source})`, size: inside.size + 1 };
  }

  private take({ source, length }: Escape): Translation {
    this.at += length;
    return { source, size: 1 };
  }
}

function countOf(quantifier: RegExpExecArray | null): number {
  if (!quantifier) return 1;
  const [, least, most] = quantifier;
  if (least === undefined) return 2;
  return Math.max(Number(least), Number(most ?? 0)) + 1;
}

/** The character class at a place, such as `[^a-z\s]`. The flag `u` allows no nested classes. */
function translateClass(text: string, start: number): Escape {
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

// In ECMA-262, `[]` matches nothing and `[^]` matches everything.
function classOf(members: string, isNegated: boolean): string {
  if (members === "") return isNegated ? "[\\x{0}-\\x{10ffff}]" : "[^\\x{0}-\\x{10ffff}]";
  return `[${isNegated ? "^" : ""}${members}]`;
}

function member(text: string, at: number): Escape {
  if (text[at] === "\\") return readEscape(text, at, true);
  // A hyphen between two characters is a range in both syntaxes; at an end it is literal in both.
  if (text[at] === "-") return { source: "-", length: 1 };
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return { source: literal(character), length: character.length };
}
