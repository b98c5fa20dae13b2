import type { Excerpt } from "./finding.ts";

/** The longest text of a difference. The page shows the parameters in full. */
const longest = 80;
/** How many equal characters are shown ahead of the first different one. */
const lead = 20;

/** The part of a long text shortly before its first difference. */
export function excerptOf(text: string, other?: string | null): Excerpt {
  if (text.length <= longest) return { text, of: null };
  let equal = 0;
  while (equal < text.length && text[equal] === other?.[equal]) equal++;
  const start = wholeCharacter(text, Math.max(0, equal - lead));
  return { text: text.slice(start, wholeCharacter(text, start + longest)), of: text.length };
}

/** The position, not inside a character of two code units. */
function wholeCharacter(text: string, at: number): number {
  const isInside = /[\uDC00-\uDFFF]/.test(text[at] ?? "") && /[\uD800-\uDBFF]/.test(text[at - 1] ?? "");
  return isInside ? at - 1 : at;
}
