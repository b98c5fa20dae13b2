import { CallError } from "./call-error.ts";
import { requireNoMethod } from "./http-parameters.ts";

// RFC 3986 sections 3.3 and 3.4, and characters that browsers leave in a query.
const pathCharacters = /^\/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*$/;
const queryCharacters = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?[\]{}|^`]|%[0-9A-Fa-f]{2})*$/;
// An escaped letter, digit, `-`, `.`, `_` or `~` (RFC 3986 section 6.2.2.2).
const needlessEscape = /%(?:2[de]|3[0-9]|[46][1-9a-f]|[57][0-9a]|5f|7e)/i;
// An escaped slash, backslash or control character, or an escape of an escape, as in `%252e`: some
// servers decode twice.
const structuralEscape = /%(?:2f|5c|[01][0-9a-f]|7f|25[0-9a-f]{2})/i;
// Look-alikes of a slash or a backslash. A full-width slash, for example, becomes a slash in the
// compatibility form (Unicode NFKC).
const lookAlikes = /[\u2044\u2215\u2216\u29f5\u29f8\u29f9]/;
const structure = /[/\\.;?#%\0]/g;

/** Splits a request's target (RFC 9112 section 3.2.1), as sent. @throws {CallError} if ambiguous */
export function readTarget(target: string): { path: string; query?: string } {
  const at = target.indexOf("?");
  if (at < 0) return { path: requirePlainPath(target) };
  return { path: requirePlainPath(target.slice(0, at)), query: requirePlainQuery(target.slice(at + 1)) };
}

/** Refuses a path that a server could read as another, past a rule. Returns the path. @throws {CallError} */
export function requirePlainPath(path: string): string {
  if (typeof path !== "string" || !pathCharacters.test(path))
    throw new CallError("/path", "isn't an absolute path, or contains a character that must be encoded");
  if (structuralEscape.test(path))
    throw new CallError("/path", "contains an encoded slash, backslash, control character or percent sign");
  if (needlessEscape.test(path)) throw new CallError("/path", "contains a needless escape");
  requirePlainText(decode(path, "/path"));
  const segments = path.split("/").slice(1);
  if (segments.slice(0, -1).includes("")) throw new CallError("/path", "contains an empty segment");
  if (segments.some(isDotSegment)) throw new CallError("/path", "contains a dot segment");
  return path;
}

/** Whether a server could take a segment for `.` or `..`, as with `..;a=b`, or a space or dot at the end. */
function isDotSegment(segment: string) {
  return /^(?:\.|%20)+(?:;|%3b|$)/i.test(segment);
}

function requirePlainText(decoded: string) {
  const countOf = (text: string) => text.match(structure)?.length ?? 0;
  if (lookAlikes.test(decoded) || countOf(decoded.normalize("NFKC")) !== countOf(decoded))
    throw new CallError("/path", "contains a character that servers could take for a slash or a dot");
}

/** Refuses a query that a server could read as another, or as another method's. @throws {CallError} */
export function requirePlainQuery(query: string): string {
  if (typeof query !== "string" || !queryCharacters.test(query))
    throw new CallError("/query", "contains a character that must be encoded");
  if (/%00/.test(query)) throw new CallError("/query", "contains the character U+0000");
  decode(query, "/query");
  requireNoMethod(query, "/query");
  return query;
}

/** Overlong forms such as `%c0%ae` for a dot are no UTF-8. */
function decode(text: string, place: string) {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new CallError(place, "contains escapes that aren't UTF-8");
  }
}

/** Refuses path parameters that the rule's `tool` doesn't name: `/a;x` can be `/a`. @throws {CallError} */
export function requireNamedParameters(path: string, tool: string = "") {
  const countOf = (text: string) => text.match(/;|%3b/gi)?.length ?? 0;
  if (countOf(path) > 0 && countOf(path) !== countOf(tool))
    throw new CallError("/path", "contains a semicolon that no rule of the mapping names");
}
