/** A construct impossible in a linear-time engine. The message is for the pattern's author. */
export class PatternRefusal extends Error {}

/** A part of a pattern in RE2's syntax, and how many characters it had. */
export interface Escape {
  source: string;
  length: number;
}

// ECMA-262, section 12.2 and 12.3: white space and line terminators. RE2 means ASCII alone.
const space =
  "\\t-\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}";
const notSpace =
  "\\x{0}-\\x{8}\\x{e}-\\x{1f}!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}";
const controls = new Set(["t", "n", "r", "v", "f"]);

/** The escape at a place. `isInClass`: within square brackets, where `\b` is a backspace. */
export function readEscape(text: string, at: number, isInClass = false): Escape {
  const kind = text[at + 1] ?? "";
  const plain = { source: `\\${kind}`, length: 2 };
  if ("dDwW".includes(kind) || controls.has(kind)) return plain;
  if (kind === "s") return { source: isInClass ? space : `[${space}]`, length: 2 };
  if (kind === "S") return { source: isInClass ? notSpace : `[${notSpace}]`, length: 2 };
  if (kind === "b" && isInClass) return { source: "\\x{8}", length: 2 };
  if (kind === "b" || kind === "B") return plain;
  if (kind === "p" || kind === "P") return property(text, at);
  if (/[1-9k]/.test(kind)) throw new PatternRefusal("back references can't be checked in bounded time");
  return character(text, at);
}

function character(text: string, at: number): Escape {
  const numbered =
    /\\(?:u\{([0-9a-f]+)\}|u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|u([0-9a-f]{4})|x([0-9a-f]{2})|c([a-z])|(0))/iy;
  numbered.lastIndex = at;
  const found = numbered.exec(text);
  if (!found) {
    const identity = String.fromCodePoint(text.codePointAt(at + 1) ?? 0);
    return { source: literal(identity), length: 1 + identity.length };
  }
  const [all, point, high, low, unit, byte, control] = found;
  const hex = point ?? unit ?? byte ?? "0";
  const code =
    high !== undefined
      ? (Number.parseInt(high, 16) - 0xd800) * 0x400 + (Number.parseInt(low ?? "", 16) - 0xdc00) + 0x10000
      : control !== undefined
        ? control.charCodeAt(0) % 32
        : Number.parseInt(hex, 16);
  return { source: `\\x{${code.toString(16)}}`, length: all.length };
}

// RE2 knows general categories and scripts, by their short names.
function property(text: string, at: number): Escape {
  const named = /\\([pP])\{(?:(?:Script|sc|General_Category|gc)=)?(\w+)\}/y;
  named.lastIndex = at;
  const found = named.exec(text);
  if (!found) throw new PatternRefusal("this Unicode property isn't supported");
  return { source: `\\${found[1]}{${found[2]}}`, length: found[0].length };
}

/** A literal character, at any position. */
export function literal(character: string): string {
  return /[A-Za-z0-9]/.test(character) ? character : `\\x{${character.codePointAt(0)?.toString(16)}}`;
}
