import { randomBytes } from "node:crypto";

export interface PageSecurity {
  /** Also set on the request: Next reads the nonce there and puts it on every script and style. */
  policy: string;
  headers: Record<string, string>;
}

/** Headers of every response. `origin` decides about HSTS, for https only (RFC 6797, section 7.2). */
export function commonHeaders(origin: string): Record<string, string> {
  return {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy":
      "publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()",
    ...(origin.startsWith("https:") ? { "strict-transport-security": "max-age=63072000" } : {}),
  };
}

/** The policy of a machine response, should a browser open the response: nothing is allowed. */
export const machinePolicy =
  "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Headers of one page view, with a fresh nonce. `isDevelopment` allows development tools. */
export function pageSecurity(origin: string, isDevelopment: boolean): PageSecurity {
  const policy = contentSecurityPolicy(randomBytes(16).toString("base64"), origin, isDevelopment);
  return { policy, headers: { "content-security-policy": policy, "cache-control": "no-store" } };
}

/** Scripts and styles need the nonce; nothing from or to other origins; no frames. */
function contentSecurityPolicy(nonce: string, origin: string, isDevelopment: boolean): string {
  const directives = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ...(origin.startsWith("https:") ? ["upgrade-insecure-requests"] : []),
  ];
  return directives.join("; ");
}
