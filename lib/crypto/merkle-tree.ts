// Hash trees and inclusion proofs of RFC 6962, section 2.1, with the hash as a parameter: the server
// and the verifier hash in the same step, a browser only asynchronously.

/** Yields bytes to hash, and takes their SHA-256. */
type Hashing<T> = Generator<Uint8Array, T, Uint8Array>;

const digestBytes = 32;

/** The root of the tree over at least one leaf. */
export function* treeRoot(leaves: readonly Uint8Array[]): Hashing<Uint8Array> {
  const [first] = leaves;
  if (!first) throw new RangeError("a tree has at least one leaf");
  if (leaves.length === 1) return yield leafBytes(first);
  const split = splitOf(leaves.length);
  const left = yield* treeRoot(leaves.slice(0, split));
  const right = yield* treeRoot(leaves.slice(split));
  return yield nodeBytes(left, right);
}

/** The hashes next to the leaf's way to the root, lowest first (section 2.1.1). */
export function* inclusionPath(leaves: readonly Uint8Array[], index: number): Hashing<Uint8Array[]> {
  if (leaves.length === 1) return [];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...(yield* inclusionPath(left, index)), yield* treeRoot(right)]
    : [...(yield* inclusionPath(right, index - split)), yield* treeRoot(left)];
}

/** The root of an inclusion proof (RFC 9162, section 2.1.3.2); undefined if it fits no tree of this size. */
export function* rootOfPath(
  leaf: Uint8Array,
  { index, count, path }: { index: number; count: number; path: readonly Uint8Array[] },
): Hashing<Uint8Array | undefined> {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(count) || index < 0 || index >= count)
    return undefined;
  let [node, last] = [index, count - 1];
  let hash = yield leafBytes(leaf);
  for (const sibling of path) {
    if (last === 0 || sibling.byteLength !== digestBytes) return undefined;
    // At the right edge, a node without a sibling rises unchanged.
    while (node % 2 === 0 && node === last) [node, last] = [half(node), half(last)];
    hash = yield node % 2 === 1 ? nodeBytes(sibling, hash) : nodeBytes(hash, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? hash : undefined;
}

export function hashWith<T>(steps: Hashing<T>, sha256: (bytes: Uint8Array) => Uint8Array): T {
  let step = steps.next();
  while (!step.done) step = steps.next(sha256(step.value));
  return step.value;
}

/** {@link hashWith} for a slow hash. */
export async function hashLater<T>(
  steps: Hashing<T>,
  sha256: (bytes: Uint8Array) => Promise<Uint8Array>,
): Promise<T> {
  let step = steps.next();
  while (!step.done) step = steps.next(await sha256(step.value));
  return step.value;
}

// The first byte keeps leaves and inner nodes apart: no node's bytes are those of a leaf.

function leafBytes(leaf: Uint8Array) {
  return joined(0, leaf);
}

function nodeBytes(left: Uint8Array, right: Uint8Array) {
  return joined(1, left, right);
}

function joined(first: 0 | 1, ...parts: Uint8Array[]) {
  const bytes = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 1));
  bytes[0] = first;
  let at = 1;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}

/** The largest power of two below the number of leaves. */
function splitOf(count: number) {
  return 2 ** Math.ceil(Math.log2(count) - 1);
}

function half(value: number) {
  return Math.floor(value / 2);
}
