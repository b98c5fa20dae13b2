// @ts-check

import { readerFor } from "../../../lib/descriptors/render/reader-for.mjs";
import { textLines } from "../../../lib/descriptors/render/text-lines.mjs";
import { readPointer, valueAt } from "../../../lib/json/pointer.mjs";
import { Fault } from "../fault.mjs";
import { parseStrictJson } from "../json/strict-json.mjs";
import { readOptions } from "../options.mjs";
import { readText } from "../read-text.mjs";
import { plainJson, visible, visibleJson } from "../visible.mjs";
import { batchLines } from "./batch-checks.mjs";
import { capacityLines } from "./capacity.mjs";
import { renderStatement } from "./display-checks.mjs";
import { ownershipBasis, ownershipType, whoOwns } from "./ownership-words.mjs";
import { passkeyLines } from "./passkey-words.mjs";
import { readStatement } from "./statement-checks.mjs";
import { verifyOwnershipReceipt, verifyReceipt } from "./verify.mjs";

/** @typedef {import("../io.mjs").Io} Io */
/** @typedef {import("./display-checks.mjs").Commands} Commands */

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
  if (values.json) io.out(`${plainJson(result)}\n`);
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
      : [who(receipt, commands), basis(receipt, isPinned)];
  return `${summary}\n\nChecks\n${lines.join("\n")}\n\n${rests}\n`;
}

/** @param {any} receipt @param {Commands} commands */
function who(receipt, commands) {
  const { statement } = readStatement(receipt);
  const { action } = statement;
  const { approver, approval, request, grant } = receipt;
  const lines = [
    `VALID. Approved by ${visible(approver.name ?? approver.id)} with a passkey at ${visible(approval.at)}.`,
    "",
    `  approver   ${visible(approver.id)}`,
    ...capacityLines(receipt, statement),
    ...(approval.voided
      ? [
          `  void       since ${visible(approval.voided.at)} (${visible(approval.voided.reason)}): this approval did not count`,
        ]
      : []),
    ...passkeyLines(receipt),
    ...batchLines(receipt),
    `  agent      ${visible(statement.agent)}${request.agent.name ? ` (${visible(request.agent.name)})` : ""}`,
    `  action     ${visible(action.type)}`,
    ...(action.resource === undefined ? [] : [`  resource   ${visible(action.resource)}`]),
    ...(action.audience === undefined ? [] : [`  audience   ${visible(action.audience)}`]),
    ...shownLines(receipt, statement, commands),
    ...editLines(receipt, statement),
    `  params     ${visibleJson(action.params).replaceAll("\n", "\n             ")}`,
    `  request    ${visible(statement.request)}, policy version ${visible(statement.policy_version)}`,
    ...(grant
      ? [
          `  grant      ${visible(grant.id)}, ${visible(grant.state)} when the receipt was issued (${visible(receipt.issued_at)})`,
        ]
      : []),
  ];
  return lines.join("\n");
}

/** What the approver saw. @param {any} receipt @param {any} statement @param {Commands} commands */
function shownLines(receipt, { v }, commands) {
  if (v === 1) return [];
  const [first = "", ...more] = textLines(renderStatement(receipt, commands)).map((line) => visible(line));
  return [`  shown as   ${first}`, ...more.map((line) => `             ${line}`)];
}

/** What the approver changed. @param {any} receipt @param {any} statement */
function editLines({ request }, { edit }) {
  if (!edit) return [];
  return edit.patch.map((/** @type {any} */ { path, value }, /** @type {number} */ index) => {
    const before = valueAt(request.edit.asked, readPointer(path) ?? []);
    return `  ${index === 0 ? "edited  " : "        "}   ${visible(path)} from ${visibleJson(before)} to ${visibleJson(value)}`;
  });
}

/** @param {any} receipt @param {boolean} isPinned */
function basis({ relying_party, approver }, isPinned) {
  const origin = visible(relying_party.origin);
  return [
    "Proven by the passkey (independent of the server)",
    `  The holder of this passkey signed exactly this action on ${origin}, and their device verified them.`,
    isPinned ? "Confirmed by the server (pinned key)" : "Claimed by the server (key not pinned)",
    `  That the passkey belongs to ${visible(approver.id)}, how it was enrolled and confirmed, when it was approved, and the state of the grant.`,
    ...(isPinned
      ? []
      : [
          `  To pin the key, download ${origin}/.well-known/jwks.json over a connection you trust and pass it with --jwks.`,
        ]),
    "Not proven",
    "  That the action was performed, that its parameters are true, or that there are no other receipts.",
  ].join("\n");
}
