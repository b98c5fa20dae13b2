/** A number as people write it, with all its digits: "1,234.5". */
export function numberWords(number: number): string {
  return number.toLocaleString("en-GB", { maximumFractionDigits: 20 });
}

/** A text in quotation marks. */
export function quote(text: string): string {
  return `“${text}”`;
}

/** "a", "a or b", "a, b or c". */
export function either(words: readonly string[]): string {
  return listed(words, "or");
}

/** "a", "a and b", "a, b and c". */
export function both(words: readonly string[]): string {
  return listed(words, "and");
}

function listed(words: readonly string[], join: string): string {
  const [last = "", ...others] = words.toReversed();
  return others.length === 0 ? last : `${others.toReversed().join(", ")} ${join} ${last}`;
}
