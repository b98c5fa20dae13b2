import { randomBytes } from "node:crypto";

/** What each kind of thing's id begins with. */
export type IdPrefix =
  | "per"
  | "agt"
  | "key"
  | "req"
  | "apr"
  | "gnt"
  | "pol"
  | "evt"
  | "enr"
  | "tol"
  | "grp"
  | "dlg"
  | "rpl"
  | "ntc"
  | "tok"
  | "off"
  | "att"
  | "sct"
  | "trm"
  | "sso"
  | "ssa";

// Crockford's base 32, lower case: no i, l, o, u, and the order of the characters is the order of their values,
// so that ids sort as text in the order of their time stamps.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/**
 * A new id: prefix, underscore, and a UUID version 7 (RFC 9562 section 5.7) in 26 characters.
 * Ids made in different milliseconds sort by time; within one millisecond their order is random.
 */
export function newId<P extends IdPrefix>(prefix: P, now: Date): `${P}_${string}` {
  return `${prefix}_${encode(uuidV7(now))}`;
}

/** Whether `text` has the form of an id of this kind (it need not exist). */
export function isId(prefix: IdPrefix, text: string): boolean {
  return text.startsWith(`${prefix}_`) && /^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(text.slice(prefix.length + 1));
}

/** When the thing with this id was made, to the millisecond (RFC 9562 section 5.7). */
export function timeOfId(id: string): Date {
  let value = 0n;
  for (const character of id.slice(id.indexOf("_") + 1))
    value = (value << 5n) | BigInt(alphabet.indexOf(character));
  return new Date(Number(value >> 80n));
}

/**
 * A bound, not an id: below every id of this kind made at `at` or later, above every one made earlier (by the millisecond). Turns a
 * span of time into a range of ids.
 */
export function firstIdAt(prefix: IdPrefix, at: Date): string {
  return `${prefix}_${encode(BigInt(Math.max(0, at.getTime())) << 80n)}`;
}

// Asking the system for ten bytes costs as much as asking for four thousand.
let pool = Buffer.alloc(0);

function takeRandom(bytes: number): Buffer {
  if (pool.byteLength < bytes) pool = randomBytes(4096);
  const taken = pool.subarray(0, bytes);
  pool = pool.subarray(bytes);
  return taken;
}

function uuidV7(now: Date): bigint {
  const random = takeRandom(10);
  const high = (BigInt(now.getTime()) << 16n) | 0x7000n | BigInt(random.readUInt16BE(0) & 0x0fff);
  const low = (random.readBigUInt64BE(2) & 0x3fffffffffffffffn) | 0x8000000000000000n;
  return (high << 64n) | low;
}

function encode(value: bigint): string {
  let text = "";
  let rest = value;
  for (let index = 0; index < 26; index++) {
    text = alphabet.charAt(Number(rest & 31n)) + text;
    rest >>= 5n;
  }
  return text;
}
