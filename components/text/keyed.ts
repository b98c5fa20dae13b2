/** The parts of a list that never moves, each with its index as its key. Several may be equal. */
export function keyed<Part>(parts: readonly Part[]): [key: number, part: Part][] {
  return parts.map((part, index) => [index, part]);
}
