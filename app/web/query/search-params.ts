/**
 * The values of a URL's query: the first value of a repeated name counts, and an empty value counts
 * as absent. A value with U+0000 counts as absent too: PostgreSQL cannot store U+0000, so a look-up
 * cannot match.
 */
export function singleValues(query: Record<string, string | string[] | undefined>): Record<string, string> {
  const pairs = Object.entries(query).flatMap(([name, value]) => {
    const first = Array.isArray(value) ? value[0] : value;
    return first && !first.includes("\u0000") ? [[name, first]] : [];
  });
  return Object.fromEntries(pairs);
}
