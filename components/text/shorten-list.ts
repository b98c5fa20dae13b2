/** Names that a sentence takes. */
const mostNames = 5;

/** Names as a sentence has them: the first few, and how many more there are of `count` in all. */
export function someNames(names: string[], count: number = names.length): string {
  const named = names.slice(0, mostNames);
  const rest = count - named.length;
  return rest > 0 ? `${named.join(", ")} and ${rest} more` : named.join(", ");
}
