/** The typed glob, or undefined. An untouched glob retains its leading and trailing spaces. */
export function globOf(typed: string, was: string | undefined): string | undefined {
  return typed === was ? was : typed.trim() || undefined;
}

/** A UTC time from a field with minutes. An untouched time retains its seconds. */
export function expiryOf(typed: string, was: string | undefined): string | undefined {
  if (typed.slice(0, 16) === (was?.slice(0, 16) ?? "")) return was;
  return typed === "" ? undefined : `${typed.slice(0, 16)}:00Z`;
}

/** Words separated by commas or spaces. */
export function listOf(typed: string): string[] {
  return typed.split(/[\s,]+/).filter(Boolean);
}

/** The list, or undefined if empty. */
export function someOf(texts: string[]): string[] | undefined {
  return texts.length > 0 ? texts : undefined;
}
