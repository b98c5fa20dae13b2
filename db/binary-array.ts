/**
 * PostgreSQL's binary format of one-dimensional arrays, so that a statement takes a column of many
 * rows as one parameter (docs/decisions/0027-binary-arrays.md).
 */

/** How PostgreSQL's `array_recv` reads the elements of one type. `T` is the type of an element here. */
interface ElementFormat<T> {
  /** The type of the element, and of the array, in `pg_type`. */
  oid: number;
  arrayOid: number;
  size(value: T): number;
  write(to: Buffer, at: number, value: T): void;
}

/** Numbers of `pg_type`, which are the same in every PostgreSQL. */
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

/**
 * The values as one array.
 * @throws {TypeError} for a text that is not well-formed, a number that is no integer, and an
 * invalid time.
 */
export function binaryArray<T>(
  { oid, size, write }: ElementFormat<T>,
  values: readonly (T | null)[],
): Buffer {
  const sizes = values.map((value) => (value === null ? nullLength : size(value)));
  const bytes = sizes.reduce((sum, length) => sum + lengthBytes + Math.max(length, 0), arrayHeaderBytes);
  const array = Buffer.allocUnsafe(bytes);
  let at = writeHeader(array, oid, values);
  for (const [index, value] of values.entries()) {
    const length = sizes[index] ?? nullLength;
    at = array.writeInt32BE(length, at);
    if (value === null) continue;
    write(array, at, value);
    at += length;
  }
  return array;
}

function writeHeader(array: Buffer, oid: number, values: readonly unknown[]): number {
  const dimensions = 1;
  const lowerBound = 1;
  let at = array.writeInt32BE(dimensions, 0);
  at = array.writeInt32BE(values.includes(null) ? 1 : 0, at);
  at = array.writeUInt32BE(oid, at);
  at = array.writeInt32BE(values.length, at);
  return array.writeInt32BE(lowerBound, at);
}

// A lone surrogate would be stored as another character.
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
