import type { Config } from "#lib/kernel/config";

/** `__Host-`: browsers refuse the cookie from another host, path or plain page (RFC 6265bis 4.1.3.2). */
export function sessionCookieName({ origin }: Pick<Config, "origin">): string {
  return origin.startsWith("https:") ? "__Host-countersign" : "countersign";
}
