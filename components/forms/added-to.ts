/** What a form adds to what was there before, each once. */
export function addedTo(seen: readonly string[], wanted: readonly string[]): string[] {
  return [...new Set(wanted)].filter((one) => !seen.includes(one));
}
