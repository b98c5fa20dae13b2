import type { Config } from "#lib/kernel/config";

/**
 * On https with the `__Host-` prefix: browsers refuse the cookie from another host, path or
 * unencrypted page (RFC 6265bis section 4.1.3.2).
 */
export function sessionCookieName({ origin }: Pick<Config, "origin">): string {
  return origin.startsWith("https:") ? "__Host-countersign" : "countersign";
}
