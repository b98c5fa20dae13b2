// @ts-check
import { checkBatch } from "./batch-checks.mjs";
import { checkDisplay, NotChecked } from "./display-checks.mjs";
import { checkOwnershipAgrees, checkOwnershipForm } from "./ownership-checks.mjs";
import {
  checkAuthenticatorData,
  checkClientData,
  checkPasskeySignature,
  checkRelyingParty,
} from "./passkey-evidence.mjs";
import { checkServerSignature } from "./server-signature.mjs";
import {
  checkActionDigest,
  checkAgreement,
  checkEdit,
  checkGrantAgrees,
  checkStatementForm,
} from "./statement-checks.mjs";
import { checkOwnershipTimes, checkTimes } from "./time-checks.mjs";

/**
 * A check with `isUnchecked` couldn't be made here: it neither passed nor failed.
 * @typedef {{name: string, passed: boolean, isUnchecked?: true, detail: string}} Check
 */

/**
 * Verifies a receipt with nothing but the receipt: no server, no database, no library. Every check
 * runs, regardless of the others' results.
 * @param {any} receipt as JSON
 * @param {{pinned?: any, commands?: import("./display-checks.mjs").Commands | null}} [options] `pinned`:
 * a JSON Web Key Set known to be the server's; `commands`: `readerFor` the receipt's descriptor, null
 * if its packages are missing
 * @returns {{valid: boolean, checks: Check[], key?: {thumbprint: string, isPinned: boolean}}}
 */
export function verifyReceipt(receipt, { pinned, commands = {} } = {}) {
  /** @type {{thumbprint: string, isPinned: boolean} | undefined} */
  let key;
  const checks = [
    check("statement", () => checkStatementForm(receipt)),
    check("action digest", () => checkActionDigest(receipt)),
    check("edit", () => checkEdit(receipt)),
    check("display", () => checkDisplay(receipt, commands)),
    check("batch", () => checkBatch(receipt)),
    check("relying party", () => checkRelyingParty(receipt)),
    check("client data", () => checkClientData(receipt, receipt.batch ? "batch" : "approval")),
    check("authenticator data", () => checkAuthenticatorData(receipt)),
    check("passkey signature", () => checkPasskeySignature(receipt)),
    check("times", () => checkTimes(receipt)),
    check("agreement", () => checkAgreement(receipt)),
    check("grant", () => checkGrantAgrees(receipt)),
    check("server signature", () => {
      key = checkServerSignature(receipt, pinned);
      return keyWords(key);
    }),
  ];
  return { valid: checks.every(({ passed }) => passed), checks, key };
}

/**
 * Verifies a receipt of an ownership statement: an owner accepted an agent, or confirmed owned
 * agents.
 * @param {any} receipt as JSON
 * @param {{pinned?: any}} [options]
 * @returns {ReturnType<typeof verifyReceipt>}
 */
export function verifyOwnershipReceipt(receipt, { pinned } = {}) {
  /** @type {{thumbprint: string, isPinned: boolean} | undefined} */
  let key;
  const checks = [
    check("statement", () => checkOwnershipForm(receipt)),
    check("relying party", () => checkRelyingParty(receipt)),
    check("client data", () => checkClientData(receipt, "ownership")),
    check("authenticator data", () => checkAuthenticatorData(receipt)),
    check("passkey signature", () => checkPasskeySignature(receipt)),
    check("times", () => checkOwnershipTimes(receipt)),
    check("agreement", () => checkOwnershipAgrees(receipt)),
    check("server signature", () => {
      key = checkServerSignature(receipt, pinned);
      return keyWords(key);
    }),
  ];
  return { valid: checks.every(({ passed }) => passed), checks, key };
}

/** @param {{thumbprint: string, isPinned: boolean}} key */
function keyWords({ thumbprint, isPinned }) {
  return `key ${thumbprint}, ${isPinned ? "pinned" : "from the receipt itself"}`;
}

/** @param {string} name @param {() => string} run @returns {Check} */
function check(name, run) {
  try {
    return { name, passed: true, detail: run() };
  } catch (fault) {
    const detail = fault instanceof Error ? fault.message : String(fault);
    return { name, passed: false, ...(fault instanceof NotChecked && { isUnchecked: true }), detail };
  }
}
