/**
 * Whether two texts name the same issuer. Issuers are https addresses, typed by people or written
 * by programs: `https://IdP.example:443` and `https://idp.example/` are the same place (RFC 3986,
 * section 6.2). Compares scheme, host and port in normal form, ignores one slash at the end, and
 * compares the rest of the path with its case. Other texts are compared unchanged.
 */
export function sameIssuer(one: string, other: string): boolean {
  if (one === other) return true;
  const place = placeOf(one);
  return place !== undefined && place === placeOf(other);
}

// No query, no fragment, no user: an issuer has none (OpenID Connect Discovery 1.0, section 2). The
// path stays out of `URL`, which would resolve it.
const address = /^(https?:\/\/[^/\\?#@\s]+)(\/[^\\?#\s]*)?$/i;

function placeOf(issuer: string): string | undefined {
  const [, origin = "", path = ""] = address.exec(issuer) ?? [];
  if (!URL.canParse(origin)) return undefined;
  return new URL(origin).origin + path.replace(/\/$/, "");
}
