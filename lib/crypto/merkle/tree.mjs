// @ts-check

// Hash trees and inclusion proofs of RFC 6962, section 2.1, with the hash as a parameter: the server
// and the verifier hash in the same step, a browser only asynchronously.

/**
 * A computation that yields bytes to hash, and takes their SHA-256.
 * @template T
 * @typedef {Generator<Uint8Array, T, Uint8Array>} Hashing
 */

const digestBytes = 32;

/**
 * The root of the tree over at least one leaf.
 * @param {readonly Uint8Array[]} leaves
 * @returns {Hashing<Uint8Array>}
 */
export function* treeRoot(leaves) {
  const [first] = leaves;
  if (!first) throw new RangeError("a tree has at least one leaf");
  if (leaves.length === 1) return yield leafBytes(first);
  const split = splitOf(leaves.length);
  const left = yield* treeRoot(leaves.slice(0, split));
  const right = yield* treeRoot(leaves.slice(split));
  return yield nodeBytes(left, right);
}

/**
 * The proof that the leaf at `index` is in the tree: the hashes next to its way to the root, lowest
 * first (section 2.1.1).
 * @param {readonly Uint8Array[]} leaves
 * @param {number} index
 * @returns {Hashing<Uint8Array[]>}
 */
export function* inclusionPath(leaves, index) {
  if (leaves.length === 1) return [];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...(yield* inclusionPath(left, index)), yield* treeRoot(right)]
    : [...(yield* inclusionPath(right, index - split)), yield* treeRoot(left)];
}

/**
 * The root that an inclusion proof leads to (RFC 9162, section 2.1.3.2). A proof has exactly one
 * length for its index and count.
 * @param {Uint8Array} leaf
 * @param {{index: number, count: number, path: readonly Uint8Array[]}} proof
 * @returns {Hashing<Uint8Array | undefined>} undefined for a proof that fits no tree of this size
 */
export function* rootOfPath(leaf, { index, count, path }) {
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

/**
 * @template T
 * @param {Hashing<T>} steps
 * @param {(bytes: Uint8Array) => Uint8Array} sha256
 * @returns {T}
 */
export function hashWith(steps, sha256) {
  let step = steps.next();
  while (!step.done) step = steps.next(sha256(step.value));
  return step.value;
}

/**
 * {@link hashWith} for a hash that takes its time.
 * @template T
 * @param {Hashing<T>} steps
 * @param {(bytes: Uint8Array) => Promise<Uint8Array>} sha256
 * @returns {Promise<T>}
 */
export async function hashLater(steps, sha256) {
  let step = steps.next();
  while (!step.done) step = steps.next(await sha256(step.value));
  return step.value;
}

// The first byte keeps leaves and inner nodes apart: no node's bytes are those of a leaf.

/** @param {Uint8Array} leaf */
function leafBytes(leaf) {
  return joined(0, leaf);
}

/** @param {Uint8Array} left @param {Uint8Array} right */
function nodeBytes(left, right) {
  return joined(1, left, right);
}

/** @param {0 | 1} first @param {Uint8Array[]} parts */
function joined(first, ...parts) {
  const bytes = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 1));
  bytes[0] = first;
  let at = 1;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}

/** The largest power of two below the number of leaves. @param {number} count */
function splitOf(count) {
  return 2 ** Math.ceil(Math.log2(count) - 1);
}

/** @param {number} value */
function half(value) {
  return Math.floor(value / 2);
}
