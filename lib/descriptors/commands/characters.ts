/** Characters that a person can't see or tell apart. Tab and line feed are allowed. */
const hidden =
  /[\p{Cs}\p{Co}\p{Cf}\p{Zl}\p{Zp}]|(?![\t\n])\p{Cc}|(?! )\p{Zs}|\p{Variation_Selector}|[\u{115F}\u{1160}\u{3164}\u{FFA0}\u{2800}]|\u{17B4}|\u{17B5}|\u{034F}/u;
const scripts = ["Latin", "Cyrillic", "Greek", "Armenian", "Cherokee", "Coptic", "Lisu"].map(
  (script) => new RegExp(`\\p{Script=${script}}`, "u"),
);
/** Full-width and mathematical letters, and look-alikes of the shell's punctuation. */
const lookalike =
  /[\u{FF01}-\u{FF5E}\u{1D400}-\u{1D7FF}\u{2010}-\u{2012}\u{2015}\u{2044}\u{2215}\u{29F8}\u{2024}\u{A789}\u{02D7}\u{2212}\u{01C0}\u{2223}\u{037E}\u{204F}\u{2768}\u{2769}]/u;

export function hasHiddenCharacters(text: string): boolean {
  if (hidden.test(text) || lookalike.test(text)) return true;
  return text.split(/[^\p{L}\p{M}\p{N}]+/u).some((run) => scripts.filter((one) => one.test(run)).length > 1);
}
