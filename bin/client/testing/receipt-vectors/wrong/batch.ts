import type { Untyped } from "#client/json/untyped";
import { canonicalJson } from "#lib/json/canonical";
import { base64url, sha256 } from "#lib/kernel/digest";
import { approval, around, batching, draw, put, type Row, seven, spaced } from "../vector.ts";

const wrongForm: Row[] = [
  ["unknown", "a batch with an unknown member", batching({ except: "this" })],
  ["version", "a batch of version 2", batching({ v: 2 })],
  ["decision", "a batch with another decision", batching({ decision: "approve" })],
];

const breakGlass = { capacity: "break_glass" as const, breakGlassReason: "Fire" };
const batch = (change: (batch: Untyped) => unknown) => around((r) => change(r.batch), { together: seven });
const same = { signBatch: (whole: object) => whole };

const lastOfEight = { count: 8, index: 7 };
const hash = Buffer.alloc(32, 7);

const node = (left: Uint8Array, right: Uint8Array) => sha256(Buffer.of(1), left, right);

/** A statement at place 0 of 2, by a signed root and a path that fit each other, but no tree of two. */
function inTreeOf(path: Buffer[], rootOf: (leaf: Uint8Array) => Uint8Array) {
  let leaf: Uint8Array = new Uint8Array();
  return approval({
    together: { count: 2, index: 0 },
    sign: (statement) => {
      leaf = sha256(Buffer.of(0), canonicalJson(statement));
      return statement;
    },
    signBatch: (batch) => ({ ...batch, root: base64url(rootOf(leaf)) }),
    change: (r: Untyped) => put("batch.path", path.map(base64url))(r),
  });
}

function deeper() {
  return inTreeOf([hash, hash], (leaf) => node(hash, node(leaf, hash)));
}

/** Batches that are wrong in themselves, or don't contain the statement. */
export const wrongBatches: Row[] = [
  ...wrongForm,
  ["spaces", "a batch with spaces", approval({ together: seven, signBatch: spaced })],
  ["approver", "a batch of another approver", batching({ approver: "per_x" })],
  ["agent", "a batch of another agent", batching({ agent: "agt_x" })],
  ["action-type", "a batch of another action type", batching({ action_type: "refund.other" })],
  ["one", "a batch of one", approval({ together: { count: 1, index: 0 }, ...same })],
  ["twenty-one", "a batch of 21", approval({ together: { count: 21, index: 3 }, ...same })],
  ["break-glass", "break-glass in a batch", approval({ as: breakGlass, together: seven, ...same })],
  ["edit", "an edit in a batch", approval({ isEdited: true, together: seven, ...same })],
  ["standing", "a standing approval in a batch", approval({ ...draw, together: seven, ...same })],
  ["root", "another root", batching({ root: "AAAA" })],
  ["place", "another place in the batch", batch(put("index", 3))],
  ["path", "a path in another order", batch(({ path }) => path.reverse())],
  ["short-path", "a path that lacks a hash", batch(({ path }) => path.pop())],
  ["long-path", "a path with a hash too many", batch(({ path }) => path.push(path[0]))],
  ["place-before-the-start", "a negative place", around(put("batch.index", -1), { together: lastOfEight })],
  ["place-after-the-end", "a place after the end", around(put("batch.index", 15), { together: lastOfEight })],
  ["tree-too-deep", "a place in a tree that is deeper than its count", deeper()],
  ["tree-too-flat", "a place in a tree that has one leaf and not two", inTreeOf([], (leaf) => leaf)],
  ["short-hash", "a hash of 31 bytes", inTreeOf([hash.subarray(1)], (leaf) => node(leaf, hash.subarray(1)))],
  ["other-leaf", "a statement that isn't in the batch", batch((b) => b.path.splice(0, 1, b.path[1]))],
];
