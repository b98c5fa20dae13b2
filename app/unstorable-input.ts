/**
 * What PostgreSQL cannot store, as it stands in an address or a header: U+0000, and half a surrogate pair (U+D800 to U+DFFF, which
 * UTF-8 encodes as ED A0 80 to ED BF BF). No id, filter, cursor or cookie of ours has either.
 */
const unstorable = /%00|%ed%[ab][0-9a-f]/i;

/**
 * Whether an address or one of the headers that are decoded has something that cannot be stored. The one check for every entrance:
 * the API, SCIM, security events, single sign-on and pages.
 */
export function hasUnstorable(url: string, headers: (string | undefined)[]): boolean {
  return [url, ...headers].some((text) => text !== undefined && unstorable.test(text));
}
