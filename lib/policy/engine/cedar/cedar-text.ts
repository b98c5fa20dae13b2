/** `text` as a Cedar literal. Escaped so that no text ends the literal or disguises itself. */
export function cedarString(text: string): string {
  return `"${escapeText(text)}"`;
}

/** A glob, with `*` for any run of characters, as the right side of Cedar's `like`. */
export function cedarPattern(glob: string): string {
  return `"${glob.split("*").map(escapeText).join("*")}"`;
}

// In a pattern only `*` has a special meaning; in a string literal `*` is plain.
function escapeText(text: string): string {
  return text.replace(
    /["\\]|[^\p{L}\p{N}\p{P}\p{S} ]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
