import type { Untyped } from "#client/json/untyped";
import { readerFor } from "#lib/descriptors/render/reader-for";
import { Fault } from "../fault.ts";
import { type Fact, visible } from "../visible.ts";
import { approvalConfirmed, approvalFacts, approvalLimit, whoApproved } from "./approval-words.ts";
import { digestOf, readBase64url, readJsonBytes } from "./bytes.ts";
import { ownershipConfirmed, ownershipFacts, ownershipType, whoOwns } from "./ownership-words.ts";
import { type Verification, verifyOwnershipReceipt, verifyReceipt } from "./verify.ts";

// What the command line and the page say of a receipt, in the same words.

export interface ReceiptWords {
  /** `limited`: genuine with a limit that the verdict names, or not known to be genuine. */
  look: "valid" | "limited" | "invalid";
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

/** All keys of such a receipt could be its creator's own, that of the passkey too. */
const unpinned = {
  look: "limited",
  verdict: "Not proven: the server's key isn't pinned",
  reason: "Anyone can make such a receipt with keys that they created. Everything in it is only claimed.",
} as const;

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
    return { result, words: { look: "invalid", verdict: "Invalid", reason, facts: [], checks, basis: [] } };
  }
  const isPinned = result.key?.isPinned === true;
  const [summary, facts, confirmed, limit] = isOwnership
    ? [whoOwns(receipt), ownershipFacts(receipt), ownershipConfirmed(receipt)]
    : [
        whoApproved(receipt),
        approvalFacts(receipt, commands),
        approvalConfirmed(receipt),
        approvalLimit(receipt),
      ];
  const basis = await basisOf(receipt, result, { confirmed, howToPin });
  const proven = {
    look: limit === undefined ? "valid" : "limited",
    verdict: limit === undefined ? "Valid" : `Valid, but ${limit}`,
    reason: "",
    summary,
  } as const;
  const words = isPinned ? proven : { ...unpinned, summary: claimed(summary) };
  return { result, words: { ...words, facts, checks, basis } };
}

/** What the receipt proves, by whose key, and what it doesn't. */
async function basisOf(
  receipt: Untyped,
  { key }: Verification,
  { confirmed, howToPin }: { confirmed: string; howToPin: string },
): Promise<Fact[]> {
  const publicKey = readBase64url(receipt.evidence.public_key, "the public key");
  const server = `The server with the key ${key?.thumbprint}, which calls itself ${visible(receipt.issuer)},`;
  const isOwnership = receipt.type === ownershipType;
  const isDraw = receipt.approval?.draw !== undefined;
  return [
    [
      "Proven by the passkey's signature",
      `The holder of one private key signed ${isDraw ? "the standing approval. The action is inside its bounds" : "exactly this"}. The SHA-256 of its public key: ${await digestOf(publicKey)}`,
    ],
    key?.isPinned
      ? ["Confirmed by the server (pinned key)", `${server} confirms ${confirmed}`]
      : [
          "Claimed by the receipt (server's key not pinned)",
          `It claims ${confirmed}`,
          `To pin the key, ${howToPin}.`,
        ],
    [
      "Not proven",
      isOwnership
        ? "That they still own it, or what the agent did."
        : "That the action was performed, that its parameters are true, or that there are no other receipts.",
    ],
  ];
}

/** @throws Fault `receipt_unreadable` if the bytes are no receipt of a known version */
export function readReceipt(bytes: Uint8Array, path: string): Untyped {
  let receipt: Untyped;
  try {
    receipt = readJsonBytes(bytes, path);
  } catch (cause) {
    throw new Fault("receipt_unreadable", cause instanceof Error ? cause.message : String(cause), { cause });
  }
  if (receipt?.type !== "countersign.receipt" && receipt?.type !== ownershipType)
    throw new Fault("receipt_unreadable", `${path} isn't a receipt`);
  if (receipt.v !== 1)
    throw new Fault(
      "receipt_unreadable",
      `${path} is receipt version ${visible(receipt.v).slice(0, 40)}, which isn't supported`,
    );
  return receipt;
}

/** Keys to pin. Any other text never leads to the keys in the receipt. */
export function readKeySet(bytes: Uint8Array, path: string): Untyped {
  const keySet: Untyped = readJsonBytes(bytes, path);
  if (!Array.isArray(keySet?.keys) || keySet.type !== undefined)
    throw new Fault("usage", `${path} isn't a JSON Web Key Set: download /.well-known/jwks.json`);
  return keySet;
}

function claimed(summary: string) {
  return `Claimed: ${summary.replace(/^Approved/, "approved")}`;
}
