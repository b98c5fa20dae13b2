import { z } from "zod";

/** Characters that are invisible, or displayed elsewhere (Unicode Technical Report 36, section 3). */
const hidden = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]/u;
/** Two invisible characters with a visible result, in several scripts and emoji. */
const joiners =
  /(?<=[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}])[\u200c\u200d](?=\p{L}|$)|(?<=\p{Extended_Pictographic})\ufe0f|(?<=\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?)\u200d(?=\p{Extended_Pictographic})/gu;

/** The first invisible or hiding character, as `U+202E`. */
export function hiddenCharacter(text: string): string | undefined {
  const found = hidden.exec(text.replace(joiners, ""))?.[0];
  if (found === undefined) return undefined;
  return `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

const hiddenOrJoiner = new RegExp(`(${joiners.source})|${hidden.source}`, "gu");

/** A machine's text on one line, without hidden characters: no person can correct the input. */
export function withoutHidden(text: string): string {
  const cleaned = text
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, " ")
    .replace(hiddenOrJoiner, (_, joiner: string | undefined) => joiner ?? "")
    .trim();
  // A joiner may have been next to a hidden character, and is without a letter of its script now.
  return cleaned === text ? text : withoutHidden(cleaned);
}

/** A typed line: trimmed, not empty, no hidden characters. @param missing the error for an empty one */
export function singleLine(maximumLength: number, missing = "required") {
  return z
    .string()
    .trim()
    .min(1, { error: missing })
    .max(maximumLength, { error: `must be at most ${maximumLength} characters` })
    .refine((text) => hiddenCharacter(text) === undefined, {
      error: ({ input }) => `must not contain hidden characters (${hiddenCharacter(String(input))})`,
    });
}
