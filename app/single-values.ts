/**
 * What an address asks for: of a name given twice the first value holds, and an empty value is none. A value with U+0000 is none
 * either: PostgreSQL cannot store it, so nothing can be found by it.
 */
export function singleValues(query: Record<string, string | string[] | undefined>): Record<string, string> {
  const pairs = Object.entries(query).flatMap(([name, value]) => {
    const first = Array.isArray(value) ? value[0] : value;
    return first && !first.includes("\u0000") ? [[name, first]] : [];
  });
  return Object.fromEntries(pairs);
}
