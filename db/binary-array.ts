/** PostgreSQL's binary arrays: a column of many rows as one parameter (docs/decisions/0027). */

/** How PostgreSQL's `array_recv` reads elements of one type. */
interface ElementFormat<T> {
  /** The type of the element, and of the array, in `pg_type`. */
  oid: number;
  arrayOid: number;
  size(value: T): number;
  write(to: Buffer, at: number, value: T): void;
}

/** Numbers of `pg_type`, the same in every PostgreSQL. */
export const elementFormats = {
  text: { oid: 25, arrayOid: 1009, size: textSize, write: (to, at, value) => to.write(value, at, "utf8") },
  integer: {
    ...{ oid: 23, arrayOid: 1007, size: () => 4 },
    write: (to, at, value) => to.writeInt32BE(requireInteger(value), at),
  },
  boolean: {
    oid: 16,
    arrayOid: 1000,
    size: () => 1,
    write: (to, at, value) => to.writeUInt8(value ? 1 : 0, at),
  },
  timestamptz: {
    ...{ oid: 1184, arrayOid: 1185, size: () => 8 },
    write: (to, at, value) => to.writeBigInt64BE(microsecondsSince2000(value), at),
  },
  bytea: {
    oid: 17,
    arrayOid: 1001,
    size: ({ length }) => length,
    write: (to, at, value) => to.set(value, at),
  },
} satisfies {
  text: ElementFormat<string>;
  integer: ElementFormat<number>;
  boolean: ElementFormat<boolean>;
  timestamptz: ElementFormat<Date>;
  bytea: ElementFormat<Uint8Array>;
};

export type ElementType = keyof typeof elementFormats;

const arrayHeaderBytes = 20;
const lengthBytes = 4;
const nullLength = -1;

/** The values as one array. @throws {TypeError} for ill-formed text, other numbers and invalid times */
export function binaryArray<T>(format: ElementFormat<T>, values: readonly (T | null)[]): Buffer {
  const isText = format.oid === elementFormats.text.oid;
  return (isText && asciiArray(values as readonly (string | null)[])) || arrayOf(format, values);
}

function arrayOf<T>({ oid, size, write }: ElementFormat<T>, values: readonly (T | null)[]): Buffer {
  let bytes = arrayHeaderBytes;
  const sizes = values.map((value) => {
    const length = value === null ? nullLength : size(value);
    bytes += lengthBytes + Math.max(length, 0);
    return length;
  });
  const array = Buffer.allocUnsafe(bytes);
  array.write(header(oid, values), 0, "latin1");
  let at = arrayHeaderBytes;
  values.forEach((value, index) => {
    const length = sizes[index] ?? nullLength;
    at = array.writeInt32BE(length, at);
    if (value === null) return;
    write(array, at, value);
    at += length;
  });
  return array;
}

/** An array of ASCII texts, encoded with one call because many calls cost more; else undefined. */
function asciiArray(values: readonly (string | null)[]): Buffer | undefined {
  // `join` leaves out null.
  const all = values.join("");
  if (Buffer.byteLength(all) !== all.length) return undefined;
  let text = header(elementFormats.text.oid, values);
  for (const value of values) text += value === null ? int32(nullLength) : int32(value.length) + value;
  return Buffer.from(text, "latin1");
}

function header(oid: number, values: readonly unknown[]): string {
  const dimensions = 1;
  const lowerBound = 1;
  const hasNull = values.includes(null) ? 1 : 0;
  return [dimensions, hasNull, oid, values.length, lowerBound].map(int32).join("");
}

/** An integer of four bytes, each a character of Latin-1. */
function int32(value: number): string {
  return String.fromCharCode(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

// A lone surrogate would be stored as a different character.
function textSize(value: string): number {
  if (!value.isWellFormed()) throw new TypeError("a text with a lone surrogate");
  return Buffer.byteLength(value);
}

function requireInteger(value: number): number {
  if (!Number.isInteger(value)) throw new TypeError(`${value} is no integer`);
  return value;
}

const year2000 = Date.UTC(2000, 0, 1);

function microsecondsSince2000(time: Date): bigint {
  const milliseconds = time.getTime();
  if (Number.isNaN(milliseconds)) throw new TypeError("an invalid time");
  return BigInt(milliseconds - year2000) * 1000n;
}
