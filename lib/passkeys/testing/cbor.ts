/**
 * The subset of CBOR (RFC 8949) for our test authenticator: integers, byte strings, text, booleans and maps,
 * in the order given.
 */
export type Cbor = number | string | boolean | Uint8Array | Map<number, Cbor> | Map<string, Cbor>;

/** Encodes a value as CBOR. */
export function encodeCbor(value: Cbor): Buffer {
  if (typeof value === "number") return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === "string")
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === "boolean") return Buffer.of(value ? 0xf5 : 0xf4);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.byteLength), value]);
  const entries = [...value].flatMap(([key, member]) => [encodeCbor(key), encodeCbor(member)]);
  return Buffer.concat([head(5, value.size), ...entries]);
}

function head(majorType: number, argument: number): Buffer {
  const major = majorType << 5;
  if (argument < 24) return Buffer.from([major | argument]);
  if (argument < 0x100) return Buffer.from([major | 24, argument]);
  const bytes = Buffer.alloc(3);
  bytes.writeUInt8(major | 25);
  bytes.writeUInt16BE(argument, 1);
  return bytes;
}
