/** The parts of a fixed list, each with its index as its key, because parts may be equal. */
export function keyed<Part>(parts: readonly Part[]): [key: number, part: Part][] {
  return parts.map((part, index) => [index, part]);
}
