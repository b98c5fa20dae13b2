// @ts-check

/**
 * Text made safe for a terminal and a reader: control, invisible and bidirectional characters become `\u{...}`. What an
 * agent or a server wrote could otherwise move the cursor, hide words, or reverse them.
 * @param {string} text
 * @returns {string}
 */
export function visible(text) {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/**
 * JSON for a reader, indented, with every string made {@link visible}.
 * @param {unknown} value
 * @returns {string}
 */
export function visibleJson(value) {
  return JSON.stringify(value, undefined, 2).split("\n").map(visible).join("\n");
}
