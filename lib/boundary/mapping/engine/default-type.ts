import { createHash } from "node:crypto";
import { longestActionType } from "#lib/text/action-type";

// The alphabet of ids (lib/kernel/ids.ts): lower case, no i, l, o, u.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
// 125 bits: an author of tools, who chooses both names, finds no collision.
const hashLength = 25;
const hashSegment = new RegExp(`\\.[${alphabet}]{${hashLength}}$`);
const word = /^[a-z0-9][a-z0-9_-]*$/;
const host = /^[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9][a-z0-9_-]*)*$/;
// Methods are case-sensitive, so that only upper case becomes lower case without loss.
const method = /^[A-Z0-9][A-Z0-9_-]*$/;
const hostAndPort = /^(?:\[([0-9a-f:.]+)\]|([^:]+))(?::(\d{1,5}))?$/;
// What the writing of an address or a port looks like, in the type and so in the name of a host.
const written = /^ip6_|\.port_\d{1,5}$/;
// Two parts, the longest kind (authzen), the hash and the dots are an action type of 100 characters.
const longestPart = 32;

/**
 * The action type of a call that no rule maps: `mcp.<server>.<tool>`, `http.<method>.<host>` or
 * `tool.<client>.<name>`, with ports as `port_8443` and IPv6 as `ip6_2001_db8__1`. A name changed in another
 * way, or a host that only looks like a hash, a port or an address, is followed by a hash of the original
 * names, so that two tools never share a type. Without a hash a type has three segments, with it four.
 */
export function defaultType([kind = "", first = "", second = ""]: string[]): string {
  const isHttp = kind === "http";
  const place = isHttp ? writtenHost(second) : second;
  const type = [kind, isHttp ? first.toLowerCase() : first, place].join(".");
  const isKept = isHttp ? method.test(first) && host.test(place) : word.test(first) && word.test(second);
  const isAmbiguous = isHttp && (hashSegment.test(type) || written.test(second));
  if (isKept && type.length <= longestActionType && !isAmbiguous) return type;
  return [kind, fitted(first), fitted(second), hashOf([kind, first, second])].join(".");
}

/** A host as a type can contain it: without brackets and colons. */
function writtenHost(given: string) {
  const [, address, name = given, port] = hostAndPort.exec(given) ?? [];
  const place = address === undefined ? name : `ip6_${address.replaceAll(":", "_")}`;
  return port === undefined ? place : `${place}.port_${port}`;
}

function fitted(name: string) {
  const cut = name
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, "_")
    .slice(0, longestPart);
  return /^[a-z0-9]/.test(cut) ? cut : `x${cut}`.slice(0, longestPart);
}

function hashOf(names: string[]) {
  const bytes = createHash("sha256").update(JSON.stringify(names)).digest();
  return Array.from(bytes.subarray(0, hashLength), (byte) => alphabet[byte % 32]).join("");
}
