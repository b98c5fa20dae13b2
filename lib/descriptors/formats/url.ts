import type { Format } from "./format.ts";

/**
 * A web address and what is unusual about its host. Parsers repair addresses differently, so an
 * address to repair can't be shown.
 */
export const url: Format = {
  isClosed: false,
  show(value) {
    if (typeof value !== "string") return undefined;
    const [, authority] =
      /^https?:\/\/([^/?#\s\\\p{Cc}\p{Cf}]+)(?:[/?#][^\s\\\p{Cc}\p{Cf}]*)?$/u.exec(value) ?? [];
    if (authority === undefined) return undefined;
    const host = authority.slice(authority.lastIndexOf("@") + 1);
    const at = value.indexOf("//") + 2 + authority.length - host.length;
    const [before, after] = [value.slice(0, at), value.slice(at + host.length)];
    return host ? { as: "url", before, host, after, warnings: warningsOf(authority, host) } : undefined;
  },
};

function warningsOf(authority: string, host: string): string[] {
  const name = host.replace(/:\d*$/, "");
  return [
    ...(authority.includes("@") ? ["user"] : []),
    ...(/(?:^|\.)xn--/i.test(name) ? ["punycode"] : []),
    ...(/[^\x21-\x7e]/.test(name) ? ["not_ascii"] : []),
    ...(/^[\d.]+$|^0x[\da-f.x]+$|^\[/i.test(name) ? ["ip_address"] : []),
  ];
}
