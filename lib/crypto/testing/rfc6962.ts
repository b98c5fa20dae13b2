import { createHash } from "node:crypto";

// A second implementation of RFC 6962, section 2.1, written from its text alone: the definitions of
// section 2.1 and 2.1.1 as they stand there. For tests only; shares nothing with lib/crypto/merkle-tree.ts.

const sha = (hex: string) => createHash("sha256").update(Buffer.from(hex, "hex")).digest("hex");
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** MTH(D[n]): the hash of a list, as hex. */
function treeHash(list: string[]): string {
  if (list.length === 0) return sha("");
  if (list.length === 1) return sha(`00${list[0]}`);
  const k = largestPowerBelow(list.length);
  return sha(`01${treeHash(list.slice(0, k))}${treeHash(list.slice(k))}`);
}

/** The largest power of two smaller than n: "k < n <= 2k". */
function largestPowerBelow(n: number): number {
  let k = 1;
  while (!(k < n && n <= 2 * k)) k *= 2;
  return k;
}

/** The tree's hash over these leaves, by definition. */
export function rfcRoot(leaves: Uint8Array[]): string {
  return treeHash(leaves.map(hexOf));
}

/**
 * Whether a path proves that `leaf` is entry `m` of `n`: PATH(m, D[n]) of section 2.1.1, read
 * backwards. The last element of a path is the other half of the whole tree.
 */
export function rfcProves(
  leaf: Uint8Array,
  { m, n, path }: { m: number; n: number; path: Uint8Array[] },
  root: string,
): boolean {
  return m >= 0 && m < n && path.every(({ length }) => length === 32)
    ? rootFrom(hexOf(leaf), m, n, path.map(hexOf)) === root
    : false;
}

function rootFrom(leaf: string, m: number, n: number, path: string[]): string | undefined {
  if (n === 1) return path.length === 0 ? sha(`00${leaf}`) : undefined;
  const other = path.at(-1);
  if (other === undefined) return undefined;
  const [k, rest] = [largestPowerBelow(n), path.slice(0, -1)];
  const own = m < k ? rootFrom(leaf, m, k, rest) : rootFrom(leaf, m - k, n - k, rest);
  if (own === undefined) return undefined;
  return sha(m < k ? `01${own}${other}` : `01${other}${own}`);
}
