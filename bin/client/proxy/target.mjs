// @ts-check
import { Refusal } from "./refusal.mjs";

/** @typedef {{path: string, query?: string}} Target */

// RFC 3986 section 3.3, without anything that two servers could read differently.
const pathCharacters = /^\/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*$/;
const queryCharacters = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?[\]{}|^`]|%[0-9A-Fa-f]{2})*$/;

/**
 * Reads the target of a request. What goes to the upstream is exactly this path and query. A path
 * that a server could read as another path is refused, so that a rule for one path can't be used
 * for another.
 * @param {string} text the target, as sent
 * @param {string} host the `Host` of the request
 * @returns {Target}
 * @throws {Refusal}
 */
export function readTarget(text, host) {
  const target = originForm(text, host);
  const at = target.indexOf("?");
  const path = at < 0 ? target : target.slice(0, at);
  requirePlainPath(path);
  if (at < 0) return { path };
  const query = target.slice(at + 1);
  if (!queryCharacters.test(query)) throw refused("The query contains a character that must be encoded.");
  return { path, query };
}

/**
 * A target with an address (RFC 9112 section 3.2.2) is accepted only with the address of the
 * request's own `Host`: the proxy forwards to its upstream and nowhere else.
 * @param {string} text
 * @param {string} host
 */
function originForm(text, host) {
  if (text.startsWith("/")) return text;
  const [, authority, rest] = /^http:\/\/([^/?#]+)(\/.*)$/i.exec(text) ?? [];
  if (rest !== undefined && authority?.toLowerCase() === host.toLowerCase()) return rest;
  throw refused("The target of the request must be a path. The proxy forwards to its upstream only.");
}

/**
 * What the mapping doesn't refuse already (lib/boundary/mapping/call.mjs): it refuses dot segments,
 * empty segments and needless encodings.
 * @param {string} path
 */
function requirePlainPath(path) {
  if (!pathCharacters.test(path)) throw refused("The path contains a character that must be encoded.");
  // Decoded twice by some servers: %252e is %2e and then a dot.
  if (/%(?:2f|5c|00|25(?:2e|2f|5c|25))/i.test(path))
    throw refused("The path contains an encoded slash, backslash or percent sign.");
  // `..;` is `..` for servers that remove path parameters first.
  if (/\/\.{1,2}(?:;|%3b|\/|$)/i.test(path)) throw refused("The path contains a dot segment.");
}

/** @param {string} message */
function refused(message) {
  return new Refusal(400, "invalid_target", message);
}
