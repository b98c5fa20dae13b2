/** What an address asks for: of a name given twice the first value holds, and an empty value is none. */
export function singleValues(query: Record<string, string | string[] | undefined>): Record<string, string> {
  const pairs = Object.entries(query).flatMap(([name, value]) => {
    const first = Array.isArray(value) ? value[0] : value;
    return first ? [[name, first]] : [];
  });
  return Object.fromEntries(pairs);
}
