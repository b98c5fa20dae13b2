import { ProxyRefusal } from "./refusal.ts";

/**
 * The target of a request in origin form. A target with an address (RFC 9112 section 3.2.2) is
 * accepted only with the address of the request's own `Host`: the proxy forwards to its upstream
 * and nowhere else.
 * @param text the target, as sent
 * @param host the `Host` of the request
 * @throws {ProxyRefusal}
 */
export function originForm(text: string, host: string): string {
  if (text.startsWith("/")) return text;
  const [, authority, rest] = /^http:\/\/([^/?#]+)(\/.*)$/i.exec(text) ?? [];
  if (rest !== undefined && authority?.toLowerCase() === host.toLowerCase()) return rest;
  const message = "The target of the request must be a path. The proxy forwards to its upstream only.";
  throw new ProxyRefusal(400, "invalid_target", message);
}
