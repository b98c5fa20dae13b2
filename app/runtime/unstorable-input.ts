/**
 * Characters that PostgreSQL cannot store, in URL-encoded form: U+0000, and half a surrogate pair
 * (U+D800 to U+DFFF, which UTF-8 encodes as ED A0 80 to ED BF BF). No valid ID, filter, cursor or
 * cookie contains either.
 */
const unstorable = /%00|%ed%[ab][0-9a-f]/i;

/** Whether a URL or a decoded header has an unstorable character. The check for every entrance. */
export function hasUnstorable(url: string, headers: (string | undefined)[]): boolean {
  return [url, ...headers].some((text) => text !== undefined && unstorable.test(text));
}
