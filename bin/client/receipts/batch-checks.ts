import type { Untyped } from "#client/json/untyped";
import { hashLater, rootOfPath } from "#lib/crypto/merkle-tree";
import type { Fact } from "../visible.ts";
import { readBase64url, readJsonBytes, readStatement, sha256, toBase64url } from "./bytes.ts";
import { checkCanonical } from "./form.ts";
import { batchForm, isStanding } from "./statement-forms.ts";

const [fewest, most] = [2, 20];

/** Checks that a statement signed together with others is in the signed batch. */
export async function checkBatch(receipt: Untyped): Promise<string> {
  if (receipt.batch === undefined) return "signed alone";
  const { bytes, statement } = readStatement(receipt);
  const batch = readBatch(receipt);
  for (const [name, signed, stated] of [
    ["approver", batch.approver, statement.approver],
    ["agent", batch.agent, statement.agent],
    ["action type", batch.action_type, statement.action.type],
  ]) {
    if (signed !== stated) throw new Error(`${name}: the batch says ${signed}, the statement ${stated}`);
  }
  if (statement.capacity === "break_glass") throw new Error("break-glass is never part of a batch");
  if (isStanding(statement)) throw new Error("a standing approval is never part of a batch");
  if (statement.edit !== undefined) throw new Error("an edited action is never part of a batch");
  const { index, path } = receipt.batch;
  const hashes = path.map((hash: unknown) => readBase64url(hash, "the path"));
  const proof = { index, count: batch.count, path: hashes };
  const root = await hashLater(rootOfPath(bytes, proof), sha256);
  if (root === undefined || toBase64url(root) !== batch.root)
    throw new Error("the statement isn't in the signed batch");
  return `statement ${index + 1} of ${batch.count}, in the signed root`;
}

/** The receipt's words about the batch's other requests. */
export function batchFacts(receipt: Untyped): Fact[] {
  if (receipt.batch === undefined) return [];
  const others = readBatch(receipt).count - 1;
  const words = `${others} ${others === 1 ? "other" : "others"}`;
  return [["together", `approved together with ${words}, with one signature`]];
}

function readBatch(receipt: Untyped): Untyped {
  const bytes = readBase64url(receipt.batch?.statement, "the batch");
  const batch = readJsonBytes(bytes, "the batch");
  batchForm(batch, "the batch");
  checkCanonical(batch, bytes);
  if (batch.count < fewest || batch.count > most)
    throw new Error(`a batch has ${fewest} to ${most} statements`);
  return batch;
}
