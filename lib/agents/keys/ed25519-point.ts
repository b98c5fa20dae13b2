// Curve arithmetic on edwards25519 (RFC 8032 section 5.1), only for checking public keys, so
// constant time is unnecessary. node:crypto imports any 32 bytes unchecked.
const p = 2n ** 255n - 19n;
const d = modulo(-121665n * inverse(121666n));
const squareRootOfMinusOne = power(2n, (p - 1n) / 4n);

interface Point {
  x: bigint;
  y: bigint;
}

/**
 * Whether 32 bytes are the canonical encoding of a point on the curve, and not of the eight points
 * of small order, for which signatures can verify with every message.
 */
export function isSoundPublicKey(bytes: Uint8Array): boolean {
  const point = decode(bytes);
  if (!point) return false;
  const eightfold = double(double(double(point)));
  return !(eightfold.x === 0n && eightfold.y === 1n);
}

/** Decoding as in RFC 8032 section 5.1.3; undefined where it fails. */
function decode(bytes: Uint8Array): Point | undefined {
  if (bytes.byteLength !== 32) return undefined;
  const littleEndian = BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`);
  const sign = littleEndian >> 255n;
  const y = littleEndian & (2n ** 255n - 1n);
  if (y >= p) return undefined;
  const u = modulo(y * y - 1n);
  const v = modulo(d * y * y + 1n);
  const x = squareRoot(modulo(u * inverse(v)));
  if (x === undefined || (x === 0n && sign === 1n)) return undefined;
  return { x: (x & 1n) === sign ? x : p - x, y };
}

/** Square root for p = 5 (mod 8); undefined for a non-residue. */
function squareRoot(value: bigint): bigint | undefined {
  const candidate = power(value, (p + 3n) / 8n);
  if (modulo(candidate * candidate) === value) return candidate;
  const secondCandidate = modulo(candidate * squareRootOfMinusOne);
  return modulo(secondCandidate * secondCandidate) === value ? secondCandidate : undefined;
}

/** The complete addition law of the twisted Edwards curve (a = -1), with both points the same. */
function double({ x, y }: Point): Point {
  const product = modulo(d * x * x * y * y);
  return {
    x: modulo(2n * x * y * inverse(1n + product)),
    y: modulo((y * y + x * x) * inverse(1n - product)),
  };
}

function modulo(value: bigint): bigint {
  const rest = value % p;
  return rest < 0n ? rest + p : rest;
}

function inverse(value: bigint): bigint {
  return power(modulo(value), p - 2n);
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % p;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % p;
    square = (square * square) % p;
  }
  return result;
}
