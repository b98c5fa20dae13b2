import { toBase64url } from "./bytes.ts";
import { ed25519, es256, rs256, type Verifies } from "./signatures.ts";

/** A passkey's public key from COSE (RFC 9052 section 7, RFC 9053, RFC 8230). */
export function readCoseKey(bytes: Uint8Array): { alg: number; name: string; verifies: Verifies } {
  const map = readCbor(bytes);
  if (!(map instanceof Map)) throw new Error("a COSE key is a CBOR map");
  const [kty, alg, crv] = [map.get(1), map.get(3), map.get(-1)];
  if (kty === 2 && alg === -7 && crv === 1)
    return { alg, name: "ES256", verifies: es256(part(map.get(-2), 32), part(map.get(-3), 32)) };
  if (kty === 3 && alg === -257)
    return { alg, name: "RS256", verifies: rs256(part(map.get(-1)), part(map.get(-2))) };
  if (kty === 1 && alg === -8 && crv === 6)
    return { alg, name: "EdDSA", verifies: ed25519(toBase64url(part(map.get(-2), 32))) };
  throw new Error(`key type ${kty} with algorithm ${alg} is none of ES256, RS256 and EdDSA`);
}

function part(bytes: unknown, length?: number) {
  if (!(bytes instanceof Uint8Array) || (length !== undefined && bytes.byteLength !== length)) {
    throw new Error("a COSE key lacks a part, or has one of the wrong length");
  }
  return bytes;
}

type CborValue = number | string | boolean | null | Uint8Array | CborValue[] | Map<CborValue, CborValue>;

/** CBOR (RFC 8949) in CTAP2's canonical form: no indefinite lengths, tags, floats or trailing bytes. */
export function readCbor(bytes: Uint8Array): CborValue {
  const reader = new Reader(bytes);
  const value = reader.item(0);
  if (reader.at !== bytes.byteLength) throw new Error("there are bytes after the CBOR item");
  return value;
}

class Reader {
  readonly view: DataView<ArrayBufferLike>;
  at = 0;

  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  item(depth: number): CborValue {
    if (depth > 8) throw new Error("CBOR is nested too deeply");
    const head = this.take(1)[0] ?? 0;
    const [major, minor] = [head >> 5, head & 31];
    if (major === 7) return simple(minor);
    const argument = this.argument(minor);
    if (major === 0) return argument;
    if (major === 1) return -1 - argument;
    if (major === 2) return this.take(argument);
    if (major === 3) return new TextDecoder("utf-8", { fatal: true }).decode(this.take(argument));
    if (major === 4) return this.items(argument, depth);
    if (major === 5) return this.map(argument, depth);
    throw new Error("CBOR tags aren't supported");
  }

  items(count: number, depth: number) {
    const items = [];
    for (let index = 0; index < count; index++) items.push(this.item(depth + 1));
    return items;
  }

  map(count: number, depth: number) {
    const map = new Map();
    for (let index = 0; index < count; index++) {
      const key = this.item(depth + 1);
      if (map.has(key)) throw new Error("a CBOR map has a key twice");
      map.set(key, this.item(depth + 1));
    }
    return map;
  }

  argument(minor: number): number {
    if (minor < 24) return minor;
    if (minor === 24) return this.view.getUint8(this.skip(1));
    if (minor === 25) return this.view.getUint16(this.skip(2));
    if (minor === 26) return this.view.getUint32(this.skip(4));
    throw new Error("a CBOR length is indefinite or too large");
  }

  take(count: number) {
    const start = this.skip(count);
    return this.bytes.subarray(start, start + count);
  }

  /** @returns where the skipped bytes begin */
  skip(count: number): number {
    const start = this.at;
    if (start + count > this.bytes.byteLength) throw new Error("CBOR ends too early");
    this.at += count;
    return start;
  }
}

function simple(minor: number) {
  if (minor === 20) return false;
  if (minor === 21) return true;
  if (minor === 22) return null;
  throw new Error("this CBOR value isn't supported");
}
