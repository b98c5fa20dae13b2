// @ts-check
import { canonicalJson } from "../../json/jcs.mjs";
import { alsoLabel, digitsWarning, hiddenLabel, rawLabel } from "../../text/description-labels.mjs";

/** @typedef {import("../formats/format.mjs").Shown} Shown */
/** @typedef {import("./rendering.mjs").Rendering} Rendering */

/**
 * A rendering as lines of text, for tests of descriptors and for a terminal. Values aren't escaped:
 * what an agent wrote can contain control characters.
 * @param {Rendering} rendering
 * @returns {string[]}
 */
export function textLines({ form, fallback, type, intent, sentence, resource, tool, fields, also, hidden }) {
  return [
    intent ?? type,
    ...(form === "raw" ? [rawLabel] : []),
    ...(fallback?.code === "currency_digits" ? [digitsWarning] : []),
    ...(sentence ? [sentenceLine(sentence)] : []),
    ...(resource === undefined ? [] : [`Resource: ${resource}`]),
    ...(tool === undefined ? [] : [`Tool: ${tool}`]),
    ...fields.flatMap(({ label, shown }) => [`${label}: ${textOf(shown)}`, ...commandLines(shown)]),
    ...also.map(({ path, value }) => `${alsoLabel}: ${path} ${canonicalJson(value)}`),
    ...hidden.map(({ path, value }) => `${hiddenLabel}: ${path} ${canonicalJson(value)}`),
  ];
}

/**
 * A sentence as one line of text.
 * @param {NonNullable<Rendering["sentence"]>} sentence
 * @returns {string}
 */
export function sentenceLine(sentence) {
  return sentence.map((part) => ("words" in part ? part.words : textOf(part.shown))).join("");
}

/**
 * A shown value as text. The signed form follows in parentheses where it differs.
 * @param {Shown} shown
 * @returns {string}
 */
export function textOf(shown) {
  if (shown.as === "list") return shown.items.map((item) => apart(textOf(item))).join(", ");
  if (shown.as === "table") return shown.rows.map((row) => rowText(shown.columns, row)).join("; ");
  if (shown.as === "url") return `${shown.before}${shown.host}${shown.after}`;
  if (shown.as === "json") return canonicalJson(shown.value);
  if (shown.as === "value" && shown.original !== undefined) return `${shown.text} (${shown.original})`;
  return shown.text;
}

/** @param {string[]} columns @param {(Shown | null)[]} row */
function rowText(columns, row) {
  return row.flatMap((cell, index) => (cell ? [`${columns[index]} ${apart(textOf(cell))}`] : [])).join(", ");
}

/** What a command does, one line each. @param {Shown} shown */
function commandLines(shown) {
  return shown.as === "command" ? shown.lines.map(({ label, value }) => `  ${label}: ${value}`) : [];
}

/** A text in quotes if it could be mistaken for several values. @param {string} text */
function apart(text) {
  return /[,;"\n]/.test(text) ? JSON.stringify(text) : text;
}
