/** Names that a sentence takes. */
const mostNames = 5;

/** Names for a sentence: the first few, and the number of the rest of `count`. */
export function someNames(names: string[], count: number = names.length): string {
  const named = names.slice(0, mostNames);
  const rest = count - named.length;
  return rest > 0 ? `${named.join(", ")} and ${rest} more` : named.join(", ");
}
