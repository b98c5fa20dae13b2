/**
 * Whether two texts name one issuer: `https://IdP.example:443` and `https://idp.example/` do (RFC
 * 3986, section 6.2). Scheme, host and port in normal form, without one final slash; the path with
 * its case.
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
