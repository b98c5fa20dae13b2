// Untrusted text could otherwise move the cursor, or hide or reverse words.
const deceptive = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;

/** A value safe to show: control, invisible and bidirectional characters become `\u{...}`. */
export function visible(value: unknown): string {
  const text = typeof value === "string" ? value : String(JSON.stringify(value));
  return text.replace(deceptive, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** A name, and one or more lines of text that is already {@link visible}. */
export type Fact = [name: string, ...lines: string[]];

/** Our lines around text that is already `visible`: newlines stay. */
export function visibleLines(text: string): string {
  return text.split("\n").map(visible).join("\n");
}

/** JSON for a reader, indented, with every string made {@link visible}. */
export function visibleJson(value: unknown): string {
  return visibleLines(String(JSON.stringify(value, undefined, 2)));
}

/** Indented JSON for a program: characters that a terminal acts on are written as `\uXXXX`. */
export function plainJson(value: unknown): string {
  const escaped = (character: string) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
      .join("");
  return JSON.stringify(value, undefined, 2)
    .split("\n")
    .map((line) => line.replace(deceptive, escaped))
    .join("\n");
}
