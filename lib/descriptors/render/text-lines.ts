import { canonicalJson } from "#client/json/canonical";
import { alsoLabel, digitsWarning, hiddenLabel, rawLabel } from "#lib/text/description-labels";
import type { Shown } from "../formats/format.ts";
import type { Rendering } from "./rendering.ts";

/** A rendering as lines of text. Not escaped: values can contain control characters. */
export function textLines(rendering: Rendering): string[] {
  const { form, fallback, type, intent, sentence, resource, tool, fields, also, hidden } = rendering;
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

export function sentenceLine(sentence: NonNullable<Rendering["sentence"]>): string {
  return sentence.map((part) => ("words" in part ? part.words : textOf(part.shown))).join("");
}

/** A shown value as text, with the signed form in parentheses where different. */
export function textOf(shown: Shown): string {
  if (shown.as === "list") return shown.items.map((item) => apart(textOf(item))).join(", ");
  if (shown.as === "table") return shown.rows.map((row) => rowText(shown.columns, row)).join("; ");
  if (shown.as === "url") return `${shown.before}${shown.host}${shown.after}`;
  if (shown.as === "json") return canonicalJson(shown.value);
  if (shown.as === "value" && shown.original !== undefined) return `${shown.text} (${shown.original})`;
  return shown.text;
}

function rowText(columns: string[], row: (Shown | null)[]) {
  return row.flatMap((cell, index) => (cell ? [`${columns[index]} ${apart(textOf(cell))}`] : [])).join(", ");
}

function commandLines(shown: Shown) {
  return shown.as === "command" ? shown.lines.map(({ label, value }) => `  ${label}: ${value}`) : [];
}

/** A text in quotes if several values could be meant. */
function apart(text: string) {
  return /[,;"\n]/.test(text) ? JSON.stringify(text) : text;
}
