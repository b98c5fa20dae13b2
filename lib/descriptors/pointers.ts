import { type Json, pointer, readPointer } from "#client/json/pointer";

/** A JSON Pointer's tokens; undefined for other text. */
export function pointerTokens(text: unknown): string[] | undefined {
  return typeof text === "string" ? readPointer(text) : undefined;
}

/** The parts that no pointer covers, each at its highest place, in canonical order; empty ones count too. */
export function uncoveredParts(
  value: Json,
  covered: readonly (readonly string[])[],
  at: readonly string[] = [],
): { path: string; value: Json }[] {
  return membersOf(value).flatMap(([name, member]) => {
    const place = [...at, name];
    const here = covered.filter((tokens) => isPrefix(place, tokens));
    if (here.some(({ length }) => length === place.length)) return [];
    if (here.length > 0 && membersOf(member).length > 0) return uncoveredParts(member, here, place);
    return [{ path: place.reduce(pointer, ""), value: member }];
  });
}

function membersOf(value: Json): [string, Json][] {
  if (typeof value !== "object" || value === null) return [];
  const members = Object.entries(value);
  return Array.isArray(value) ? members : members.sort(([a], [b]) => (a < b ? -1 : 1));
}

function isPrefix(prefix: readonly string[], tokens: readonly string[]) {
  return prefix.length <= tokens.length && prefix.every((token, index) => token === tokens[index]);
}
