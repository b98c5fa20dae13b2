/** The values that a form adds, without duplicates. */
export function addedTo(seen: readonly string[], wanted: readonly string[]): string[] {
  return [...new Set(wanted)].filter((value) => !seen.includes(value));
}
