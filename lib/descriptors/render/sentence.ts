/**
 * The parts of a sentence: words of the descriptor, and placeholders. `{resource}` and `{tool}`
 * stand for the action's own members, any other name for the field at that path: `{amount}` for
 * `/amount`. `{type}` is the action's type if no field has that path.
 * @returns undefined for unpaired braces
 */
export function readSentence(sentence: string): ({ words: string } | { name: string })[] | undefined {
  const parts = sentence.split(/\{([^{}]+)\}/);
  const words = parts.filter((_, index) => index % 2 === 0);
  if (words.some((part) => /[{}]/.test(part))) return undefined;
  return parts
    .map((part, index) => (index % 2 === 0 ? { words: part } : { name: part }))
    .filter((part) => !("words" in part) || part.words !== "");
}

export function pathOfPlaceholder(name: string) {
  return `/${name}`;
}
