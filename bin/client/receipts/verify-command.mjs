// @ts-check

import { readerFor } from "../../../lib/descriptors/render/reader-for.mjs";
import { Fault } from "../fault.mjs";
import { parseStrictJson } from "../json/strict-json.mjs";
import { readOptions } from "../options.mjs";
import { readText } from "../read-text.mjs";
import { plainJson, visible } from "../visible.mjs";
import { approvalBasis, whoApproved } from "./approval-words.mjs";
import { ownershipBasis, ownershipType, whoOwns } from "./ownership-words.mjs";
import { verifyOwnershipReceipt, verifyReceipt } from "./verify.mjs";

/** @typedef {import("../io.mjs").Io} Io */
/** @typedef {import("./display-checks.mjs").Commands} Commands */
/** @typedef {ReturnType<typeof verifyReceipt>} Result */

const unpinnedExit =
  "The receipt is valid, but anyone could have signed it as the server. Download /.well-known/jwks.json and pass it with --jwks, or pass --unpinned.";

/** First line for a receipt that anyone with a key of their own could have signed as the server. */
const unpinned =
  "VALID, but the server's key isn't pinned. What the passkey signed is proven. Names and times are only claimed.";

/**
 * `countersign verify receipt.json [--jwks file | --unpinned]`: prints who approved exactly which
 * action, and the evidence for the approval.
 * @param {string[]} args
 * @param {Io} io
 * @returns {Promise<import("../exit-codes.mjs").ExitName>}
 */
export async function verify(args, io) {
  const { values, positionals } = readOptions(args, {
    jwks: { type: "string" },
    unpinned: { type: "boolean" },
    json: { type: "boolean" },
  });
  const [path, ...surplus] = positionals;
  if (!path || surplus.length > 0)
    throw new Fault("usage", "verify needs a receipt file, or - for standard input");
  if (values.jwks !== undefined && values.unpinned)
    throw new Fault("usage", "verify takes --jwks or --unpinned, not both");
  const receipt = readReceipt(await readText(path, io), visible(path));
  const pinned = values.jwks === undefined ? undefined : await readKeySet(values.jwks, io);
  const isOwnership = receipt.type === ownershipType;
  const commands = isOwnership ? {} : await openReader(receipt, io);
  const result = isOwnership
    ? verifyOwnershipReceipt(receipt, { pinned })
    : verifyReceipt(receipt, { pinned, commands });
  const note = result.valid ? receipt.approval?.note : undefined;
  if (values.json) io.out(`${plainJson({ ...result, note })}\n`);
  else io.out(tell(receipt, result, commands));
  if (!result.valid) return isForged(result) ? "receipt_invalid" : "receipt_unchecked";
  if (result.key?.isPinned || values.unpinned) return "ok";
  io.err(`${unpinnedExit}\n`);
  return "receipt_unpinned";
}

/** Whether a check failed. A check that couldn't be made here accuses no receipt. @param {Result} result */
function isForged({ checks }) {
  return checks.some(({ passed, isUnchecked }) => !passed && !isUnchecked);
}

/**
 * Opens the reader of shell commands, if the receipt needs it: null if its packages are missing.
 * @param {any} receipt
 * @param {Io} io
 * @returns {Promise<Commands | null>}
 */
async function openReader(receipt, io) {
  try {
    return await readerFor(receipt.descriptor);
  } catch (cause) {
    io.err(`${visible(cause instanceof Error ? cause.message : cause)}\n`);
    return null;
  }
}

/** @param {string} path @param {Io} io @returns {Promise<any>} */
async function readKeySet(path, io) {
  /** @type {any} */
  const keySet = parseStrictJson(await readText(path, io), visible(path));
  if (!Array.isArray(keySet?.keys))
    throw new Fault("usage", `${visible(path)} isn't a JSON Web Key Set: download /.well-known/jwks.json`);
  return keySet;
}

/** @param {string} text @param {string} path @returns {any} */
function readReceipt(text, path) {
  /** @type {any} */
  let receipt;
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

/**
 * @param {any} receipt
 * @param {Result} result
 * @param {Commands | null} commands
 * @returns {string}
 */
function tell(receipt, result, commands) {
  const { valid, checks, key } = result;
  const lines = checks.map(
    ({ name, passed, isUnchecked, detail }) =>
      `  ${passed ? "ok     " : isUnchecked ? "MISSING" : "FAILED "} ${name}: ${visible(detail)}`,
  );
  if (!valid || !commands) {
    const failed = checks.filter(({ passed }) => !passed).map(({ name }) => name);
    const summary = isForged(result)
      ? `INVALID. Failed checks: ${failed.join(", ")}. Don't rely on this receipt.`
      : "NOT CHECKED. What the approver saw is a shell command, and a package that reads it is missing. Run npm ci in the folder of Countersign, and verify again.";
    return `${summary}\n\n${lines.join("\n")}\n`;
  }
  const isPinned = key?.isPinned === true;
  const [summary, rests] =
    receipt.type === ownershipType
      ? [`${isPinned ? "" : "Claimed: "}${whoOwns(receipt)}`, ownershipBasis(receipt, isPinned)]
      : [whoApproved(receipt, commands, isPinned), approvalBasis(receipt, isPinned)];
  return `${isPinned ? "VALID. " : `${unpinned}\n`}${summary}\n\nChecks\n${lines.join("\n")}\n\n${rests}\n`;
}
