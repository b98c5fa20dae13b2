/** A glob as it is typed, or none. Untouched it keeps the spaces that it may begin or end with. */
export function globOf(typed: string, was: string | undefined): string | undefined {
  return typed === was ? was : typed.trim() || undefined;
}

/** A moment in UTC from a field that shows minutes. Untouched it keeps its seconds. */
export function expiryOf(typed: string, was: string | undefined): string | undefined {
  if (typed === (was?.slice(0, 16) ?? "")) return was;
  return typed === "" ? undefined : `${typed.slice(0, 16)}:00Z`;
}

/** Words separated by commas or spaces. */
export function listOf(typed: string): string[] {
  return typed.split(/[\s,]+/).filter(Boolean);
}

/** The list, or undefined when there is nothing in it. */
export function someOf(texts: string[]): string[] | undefined {
  return texts.length > 0 ? texts : undefined;
}
