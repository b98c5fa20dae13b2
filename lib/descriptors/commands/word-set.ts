/** Words as a set. They are separated by spaces in the text. */
export function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}
