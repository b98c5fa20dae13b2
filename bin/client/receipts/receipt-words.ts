import type { Untyped } from "#client/json/untyped";
import { readerFor } from "#lib/descriptors/render/reader-for";
import { Fault } from "../fault.ts";
import { parseStrictJson } from "../strict-json.ts";
import { type Fact, visible } from "../visible.ts";
import { approvalBasis, approvalFacts, whoApproved } from "./approval-words.ts";
import { ownershipBasis, ownershipFacts, ownershipType, whoOwns } from "./ownership-words.ts";
import { type Verification, verifyOwnershipReceipt, verifyReceipt } from "./verify.ts";

// What the command line and the page say of a receipt, in the same words.

export interface ReceiptWords {
  /** Whether to rely on the receipt, in short and with its reason. */
  verdict: string;
  reason: string;
  /** Who did what and when. Only a valid receipt has this, facts and a basis. */
  summary?: string;
  facts: Fact[];
  checks: { passed: boolean; words: string }[];
  /** What is proven, by whose key, and what isn't. */
  basis: Fact[];
}

/** Anyone with a key could have signed such a receipt as the server. */
const unpinned = {
  verdict: "Valid, but the server's key isn't pinned",
  reason: "What the passkey signed is proven. Names and times are only claimed.",
};

/** Verifies a receipt of either kind. */
export async function verified(
  receipt: Untyped,
  pinned: Untyped,
  { howToPin }: { howToPin: string },
): Promise<{ result: Verification; words: ReceiptWords }> {
  const isOwnership = receipt.type === ownershipType;
  const commands = isOwnership ? {} : await readerFor(receipt.descriptor);
  const result = isOwnership
    ? await verifyOwnershipReceipt(receipt, { pinned })
    : await verifyReceipt(receipt, { pinned, commands });
  const checks = result.checks.map(({ name, passed, detail }) => ({
    passed,
    words: `${name}: ${visible(detail)}`,
  }));
  if (!result.valid) {
    const failed = result.checks.filter(({ passed }) => !passed).map(({ name }) => name);
    const reason = `Failed checks: ${failed.join(", ")}. Don't rely on this receipt.`;
    return { result, words: { verdict: "Invalid", reason, facts: [], checks, basis: [] } };
  }
  const isPinned = result.key?.isPinned === true;
  const [summary, facts, basis] = isOwnership
    ? [whoOwns(receipt), ownershipFacts(receipt), ownershipBasis(receipt, isPinned)]
    : [whoApproved(receipt), approvalFacts(receipt, commands), approvalBasis(receipt, isPinned)];
  if (!isPinned)
    basis[1]?.push(
      `To pin the key, download ${visible(receipt.relying_party.origin)}/.well-known/jwks.json over a connection you trust and ${howToPin}.`,
    );
  const words = isPinned
    ? { verdict: "Valid", reason: "", summary, facts, checks, basis }
    : { ...unpinned, summary: claimed(summary), facts, checks, basis };
  return { result, words };
}

/** @throws Fault `receipt_unreadable` if `text` is no receipt of a known version */
export function readReceipt(text: string, path: string): Untyped {
  let receipt: Untyped;
  try {
    receipt = parseStrictJson(text, path);
  } catch (cause) {
    throw new Fault("receipt_unreadable", cause instanceof Error ? cause.message : String(cause), { cause });
  }
  if (receipt?.type !== "countersign.receipt" && receipt?.type !== ownershipType)
    throw new Fault("receipt_unreadable", `${path} isn't a receipt`);
  if (receipt.v !== 1)
    throw new Fault(
      "receipt_unreadable",
      `${path} is receipt version ${visible(receipt.v)}, which isn't supported`,
    );
  return receipt;
}

/** Keys to pin. Any other text never leads to the keys in the receipt. */
export function readKeySet(text: string, path: string): Untyped {
  const keySet: Untyped = parseStrictJson(text, path);
  if (!Array.isArray(keySet?.keys))
    throw new Fault("usage", `${path} isn't a JSON Web Key Set: download /.well-known/jwks.json`);
  return keySet;
}

function claimed(summary: string) {
  return `Claimed: ${summary.replace(/^Approved/, "approved")}`;
}
