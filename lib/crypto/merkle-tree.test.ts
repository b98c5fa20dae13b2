import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hashLater, hashWith, inclusionPath, rootOfPath, treeRoot } from "./merkle-tree.ts";
import { rfcProves, rfcRoot } from "./testing/rfc6962.ts";

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash("sha256").update(bytes).digest());
const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString("hex");
const rootOf = (leaves: Uint8Array[]) => hashWith(treeRoot(leaves), sha256);
const pathOf = (leaves: Uint8Array[], index: number) => hashWith(inclusionPath(leaves, index), sha256);
const follow = (leaf: Uint8Array, proof: Parameters<typeof rootOfPath>[1]) =>
  hex(hashWith(rootOfPath(leaf, proof), sha256));

const someLeaves = fc.array(fc.uint8Array({ maxLength: 70 }), { minLength: 1, maxLength: 33 });

// The first leaves of the test tree of Certificate Transparency's reference implementation.
const known = ["", "00", "10", "2021", "3031"].map((text) => new Uint8Array(Buffer.from(text, "hex")));

test("known trees have their published roots", () => {
  expect([1, 2, 3, 5].map((count) => hex(rootOf(known.slice(0, count))))).toEqual([
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  ]);
});

test("every leaf of a tree of any size is proven, also to an implementation from RFC 6962 alone", () => {
  fc.assert(
    fc.property(someLeaves, (leaves) => {
      const [root, n] = [rfcRoot(leaves), leaves.length];
      expect(hex(rootOf(leaves))).toBe(root);
      leaves.forEach((leaf, m) => {
        const path = pathOf(leaves, m);
        expect(rfcProves(leaf, { m, n, path }, root)).toBe(true);
        expect(follow(leaf, { index: m, count: n, path })).toBe(root);
      });
    }),
    { numRuns: 60 },
  );
});

test("a flipped bit in the leaf or in the path proves nothing", () => {
  const pick = fc.nat();
  fc.assert(
    fc.property(someLeaves, pick, pick, (leaves, which, bit) => {
      const index = which % leaves.length;
      const path = pathOf(leaves, index);
      const parts = [leaves[index] ?? new Uint8Array(), ...path].map((part) => Uint8Array.from(part));
      const place = parts.filter(({ length }) => length > 0)[which % parts.length];
      if (!place) return;
      const at = bit % (place.length * 8);
      place[at >> 3] = (place[at >> 3] ?? 0) ^ (1 << (at & 7));
      const [leaf = new Uint8Array(), ...bent] = parts;
      const proof = { index, count: leaves.length, path: bent };
      expect(follow(leaf, proof)).not.toBe(rfcRoot(leaves));
    }),
    { numRuns: 300 },
  );
});

test("a path in another order, longer, shorter, or for another place proves nothing", () => {
  for (let count = 2; count <= 20; count++) {
    const leaves = Array.from({ length: count }, (_, at) => Uint8Array.of(at));
    const root = rfcRoot(leaves);
    leaves.forEach((leaf, index) => {
      const path = pathOf(leaves, index);
      const bent = [
        ...path.map((_, at) => ({ index, count, path: path.toSpliced(at, 1) })),
        { index, count, path: [...path, leaf] },
        { index, count, path: [...path, sha256(leaf)] },
        { index: index + count, count, path },
        { index: index - 0.5, count, path },
        { index: -1 - index, count, path },
        ...(path.length > 1 ? [{ index, count, path: path.toReversed() }] : []),
        ...leaves.flatMap((_, other) => (other === index ? [] : [{ index: other, count, path }])),
      ];
      for (const proof of bent) expect(follow(leaf, proof), JSON.stringify(proof)).not.toBe(root);
    });
  }
});

test.each([0, 31, 33, 64])(
  "a path with a hash of %i bytes proves nothing, not even a root over it",
  (length) => {
    const [leaf, sibling] = [Uint8Array.of(1), new Uint8Array(length)];
    const root = sha256(Uint8Array.of(1, ...sha256(Uint8Array.of(0, ...leaf)), ...sibling));
    expect(hex(root)).toHaveLength(64);
    expect(follow(leaf, { index: 0, count: 2, path: [sibling] })).toBeUndefined();
  },
);

test("an inner node is never a leaf", () => {
  const leaves = [1, 2, 3, 4].map((value) => Uint8Array.of(value));
  const [low, high] = [leaves.slice(0, 2), leaves.slice(2)].map((two) => rootOf(two));
  if (!low || !high) throw new Error("there are two halves");
  const node = Uint8Array.of(...low, ...high);
  expect(follow(node, { index: 0, count: 1, path: [] })).not.toBe(rfcRoot(leaves));
  expect(follow(Uint8Array.of(1, ...node), { index: 0, count: 1, path: [] })).not.toBe(rfcRoot(leaves));
  const lowLeaves = leaves.slice(0, 2).map((leaf) => sha256(Uint8Array.of(0, ...leaf)));
  const inner = Uint8Array.of(...lowLeaves.flatMap((hash) => [...hash]));
  expect(follow(inner, { index: 0, count: 2, path: [high] })).not.toBe(rfcRoot(leaves));
});

test("a browser's hash, which takes its time, gives the same root", async () => {
  const later = async (bytes: Uint8Array) =>
    new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
  expect(hex(await hashLater(treeRoot(known), later))).toBe(rfcRoot(known));
});

test("a tree without leaves has no root", () => {
  expect(() => rootOf([])).toThrow(RangeError);
});
