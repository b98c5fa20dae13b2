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

/** First line for a receipt that anyone with a key of their own could have signed as the server. */
const unpinned =
  "VALID, but the server's key isn't pinned. What the passkey signed is proven. Names and times are only claimed.";

/**
 * `countersign verify receipt.json [--jwks file]`: prints who approved exactly which action, and
 * the evidence for the approval.
 * @param {string[]} args
 * @param {Io} io
 * @returns {Promise<import("../exit-codes.mjs").ExitName>}
 */
export async function verify(args, io) {
  const { values, positionals } = readOptions(args, { jwks: { type: "string" }, json: { type: "boolean" } });
  const [path, ...surplus] = positionals;
  if (!path || surplus.length > 0)
    throw new Fault("usage", "verify needs a receipt file, or - for standard input");
  const receipt = readReceipt(await readText(path, io), visible(path));
  const pinned =
    values.jwks === undefined
      ? undefined
      : parseStrictJson(await readText(values.jwks, io), visible(values.jwks));
  const isOwnership = receipt.type === ownershipType;
  const commands = isOwnership ? {} : await openReader(receipt);
  const result = isOwnership
    ? verifyOwnershipReceipt(receipt, { pinned })
    : verifyReceipt(receipt, { pinned, commands });
  const note = result.valid ? receipt.approval?.note : undefined;
  if (values.json) io.out(`${plainJson({ ...result, note })}\n`);
  else io.out(tell(receipt, result, commands));
  return result.valid ? "ok" : "receipt_invalid";
}

/** Opens the reader of shell commands, if the receipt needs it. @param {any} receipt @returns {Promise<Commands>} */
async function openReader(receipt) {
  try {
    return await readerFor(receipt.descriptor);
  } catch (cause) {
    const message =
      "this receipt is for a shell command, and reading it needs the packages of Countersign: run npm ci";
    throw new Fault("receipt_unreadable", message, { cause });
  }
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
  if (receipt.v !== 1 && (receipt.type === ownershipType || ![2, 3, 4].includes(receipt.v)))
    throw new Fault(
      "receipt_unreadable",
      `${path} is receipt version ${visible(receipt.v)}, which isn't supported`,
    );
  return receipt;
}

/**
 * @param {any} receipt
 * @param {ReturnType<typeof verifyReceipt>} result
 * @param {Commands} commands
 * @returns {string}
 */
function tell(receipt, { valid, checks, key }, commands) {
  const lines = checks.map(
    ({ name, passed, detail }) => `  ${passed ? "ok    " : "FAILED"}  ${name}: ${visible(detail)}`,
  );
  if (!valid) {
    const failed = checks.filter(({ passed }) => !passed).map(({ name }) => name);
    return `INVALID. Failed checks: ${failed.join(", ")}. Don't rely on this receipt.\n\n${lines.join("\n")}\n`;
  }
  const isPinned = key?.isPinned === true;
  const [summary, rests] =
    receipt.type === ownershipType
      ? [whoOwns(receipt), ownershipBasis(receipt, isPinned)]
      : [whoApproved(receipt, commands), approvalBasis(receipt, isPinned)];
  return `${isPinned ? "VALID. " : `${unpinned}\n`}${summary}\n\nChecks\n${lines.join("\n")}\n\n${rests}\n`;
}
