import type { Untyped } from "#client/json/untyped";
import { checkBatch } from "./batch-checks.ts";
import { type Commands, checkDisplay } from "./display-checks.ts";
import type { Form } from "./form.ts";
import {
  checkAuthenticatorData,
  checkClientData,
  checkPasskeySignature,
  checkRelyingParty,
} from "./passkey-evidence.ts";
import { ownershipReceiptForm, receiptForm } from "./receipt-forms.ts";
import { checkServerSignature } from "./server-signature.ts";
import {
  checkActionDigest,
  checkAgreement,
  checkEdit,
  checkGrantAgrees,
  checkOwnershipAgrees,
  checkOwnershipStatement,
  checkStatementForm,
} from "./statement-checks.ts";
import { checkOwnershipTimes, checkTimes } from "./time-checks.ts";

interface Check {
  name: string;
  passed: boolean;
  detail: string;
}

/**
 * Verifies a receipt with nothing but the receipt: no server, no database, no library. Every check
 * runs.
 * @param options `pinned`: a trusted JSON Web Key Set; `commands`: `readerFor` the receipt's
 * descriptor
 */
export function verifyReceipt(
  receipt: Untyped,
  { pinned, commands = {} }: { pinned?: Untyped; commands?: Commands } = {},
): { valid: boolean; checks: Check[]; key?: { thumbprint: string; isPinned: boolean } } {
  let key: { thumbprint: string; isPinned: boolean } | undefined;
  const checks = [
    check("form", () => checkForm(receiptForm, receipt)),
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

/** Verifies the receipt of an ownership statement: an owner accepted or confirmed agents. */
export function verifyOwnershipReceipt(
  receipt: Untyped,
  { pinned }: { pinned?: Untyped } = {},
): ReturnType<typeof verifyReceipt> {
  let key: { thumbprint: string; isPinned: boolean } | undefined;
  const checks = [
    check("form", () => checkForm(ownershipReceiptForm, receipt)),
    check("statement", () => checkOwnershipStatement(receipt)),
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

function checkForm(form: Form, receipt: Untyped) {
  form(receipt, "the receipt");
  return `a ${receipt.type} of version ${receipt.v}`;
}

function keyWords({ thumbprint, isPinned }: { thumbprint: string; isPinned: boolean }) {
  return `key ${thumbprint}, ${isPinned ? "pinned" : "from the receipt itself"}`;
}

function check(name: string, run: () => string): Check {
  try {
    return { name, passed: true, detail: run() };
  } catch (fault) {
    const detail = fault instanceof Error ? fault.message : String(fault);
    return { name, passed: false, detail };
  }
}
