/** A person's words in quotation marks that the words can't close: a model can't take them for ours. */
export function quoted(text: string): string {
  const line = text
    .replace(/[\p{C}\p{Z}\s]+/gu, " ")
    .replace(/["\u201c-\u201f\u00ab\u00bb\u2033\u2036\u275d\u275e\u300c-\u301f\uff02]/g, "'")
    .trim();
  const characters = [...line];
  return `"${characters.length > 500 ? `${characters.slice(0, 500).join("")}…` : line}"`;
}
