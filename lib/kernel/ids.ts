import { randomBytes } from "node:crypto";

export type IdPrefix =
  | "per"
  | "agt"
  | "key"
  | "req"
  | "apr"
  | "sta"
  | "gnt"
  | "pol"
  | "evt"
  | "enr"
  | "tol"
  | "bnd"
  | "grp"
  | "dlg"
  | "prp"
  | "rpl"
  | "ntc"
  | "obx"
  | "dlv"
  | "whe"
  | "tok"
  | "off"
  | "att"
  | "acc"
  | "sct"
  | "evs"
  | "sso"
  | "ssa"
  | "dev"
  | "cht"
  | "wid";

// Crockford's base 32, lower case: no i, l, o, u, and the order of the characters is the order of
// their values, so that ids sort as text in the order of their time stamps.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/**
 * Prefix, underscore, and a UUID version 7 (RFC 9562 section 5.7) in 26 characters. IDs sort by
 * millisecond, and within a process by creation (section 6.2, method 1): the "last" audit event
 * about a person relies on the order.
 */
export function newId<P extends IdPrefix>(prefix: P, now: Date): `${P}_${string}` {
  return `${prefix}_${encode(uuidV7(now))}`;
}

/** Whether `text` has the form of an ID with this prefix (existing or not). */
export function isId(prefix: IdPrefix, text: string): boolean {
  return text.startsWith(`${prefix}_`) && /^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(text.slice(prefix.length + 1));
}

/** The creation time in an ID, to the millisecond (RFC 9562 section 5.7). */
export function timeOfId(id: string): Date {
  let value = 0n;
  for (const character of id.slice(id.indexOf("_") + 1))
    value = (value << 5n) | BigInt(alphabet.indexOf(character));
  return new Date(Number(value >> 80n));
}

/** Below every ID with this prefix of `at` or later, above every earlier one. */
export function firstIdAt(prefix: IdPrefix, at: Date): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(Math.max(0, at.getTime()), 0, 6);
  return `${prefix}_${encode(bytes)}`;
}

// Asking the system for ten bytes costs as much as asking for four thousand.
let pool = Buffer.alloc(0);

function takeRandom(bytes: number): Buffer {
  if (pool.byteLength < bytes) pool = randomBytes(4096);
  const taken = pool.subarray(0, bytes);
  pool = pool.subarray(bytes);
  return taken;
}

const counters = new Map<number, number>();
/** More than the calls of one process are apart in time; an older millisecond starts anew. */
const countedMilliseconds = 512;

/**
 * The 26 bits of `rand_a` and the first 14 of `rand_b`, from a random value below half: 33 million
 * ids fit into a millisecond. Calls that run at the same time have different times, so that each
 * recent millisecond keeps its counter.
 */
function nextCounter(millisecond: number): number {
  const last = counters.get(millisecond);
  const next = last === undefined ? takeRandom(4).readUInt32BE() >>> 7 : last + 1;
  counters.set(millisecond, next);
  if (last === undefined && counters.size > countedMilliseconds) {
    const [oldest] = counters.keys();
    if (oldest !== undefined) counters.delete(oldest);
  }
  return next;
}

function uuidV7(now: Date): Uint8Array {
  const bytes = Buffer.allocUnsafe(16);
  const time = now.getTime();
  const count = nextCounter(time);
  bytes.writeUIntBE(time, 0, 6);
  bytes.writeUInt16BE(0x7000 | (count >>> 14), 6);
  bytes.writeUInt16BE(0x8000 | (count & 0x3fff), 8);
  takeRandom(6).copy(bytes, 10);
  return bytes;
}

// 128 bits in 26 characters of five: the first two bits are zero.
function encode(bytes: Uint8Array): string {
  let text = "";
  let value = 0;
  let bits = 2;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += alphabet.charAt((value >> (bits - 5)) & 31);
    value &= (1 << bits) - 1;
  }
  return text;
}
