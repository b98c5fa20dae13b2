/** Names that a sentence takes. */
const mostNames = 5;

/** "Ann", "Ann and Bo", "Ann, Bo and Cy". */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/** Names for a sentence: the first few, and the number of the rest of `count`. */
export function someNames(names: string[], count: number = names.length): string {
  const named = names.slice(0, mostNames);
  const rest = count - named.length;
  return listed(rest > 0 ? [...named, `${rest} more`] : named);
}
