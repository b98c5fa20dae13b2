import type { Untyped } from "#client/json/untyped";
import { checkBatch } from "./batch-checks.ts";
import { readStatement } from "./bytes.ts";
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
import { isStanding } from "./statement-forms.ts";
import { checkOwnershipTimes, checkTimes } from "./time-checks.ts";

/** A receipt's creator chooses the names in it, also one of a megabyte. */
const longestDetail = 500;

interface Check {
  name: string;
  passed: boolean;
  detail: string;
}

export interface Verification {
  valid: boolean;
  checks: Check[];
  key?: { thumbprint: string; isPinned: boolean };
}

/**
 * Verifies a receipt with nothing but the receipt: no server, no database, no library. Every check
 * runs.
 * @param options `pinned`: a trusted JSON Web Key Set; `commands`: `readerFor` the receipt's
 * descriptor
 */
export async function verifyReceipt(
  receipt: Untyped,
  { pinned, commands = {} }: { pinned?: Untyped; commands?: Commands } = {},
): Promise<Verification> {
  let key: { thumbprint: string; isPinned: boolean } | undefined;
  const checks = [
    await check("form", () => checkForm(receiptForm, receipt)),
    await check("statement", () => checkStatementForm(receipt)),
    await check("action digest", () => checkActionDigest(receipt)),
    await check("edit", () => checkEdit(receipt)),
    await check("display", () => checkDisplay(receipt, commands)),
    await check("batch", () => checkBatch(receipt)),
    await check("relying party", () => checkRelyingParty(receipt)),
    await check("client data", () => checkClientData(receipt, kindOf(receipt))),
    await check("authenticator data", () => checkAuthenticatorData(receipt)),
    await check("passkey signature", () => checkPasskeySignature(receipt)),
    await check("times", () => checkTimes(receipt)),
    await check("agreement", () => checkAgreement(receipt)),
    await check("grant", () => checkGrantAgrees(receipt)),
    await check("server signature", async () => {
      key = await checkServerSignature(receipt, pinned);
      return keyWords(key);
    }),
  ];
  return { valid: checks.every(({ passed }) => passed), checks, key };
}

/** Verifies the receipt of an ownership statement: an owner accepted or confirmed agents. */
export async function verifyOwnershipReceipt(
  receipt: Untyped,
  { pinned }: { pinned?: Untyped } = {},
): Promise<Verification> {
  let key: { thumbprint: string; isPinned: boolean } | undefined;
  const checks = [
    await check("form", () => checkForm(ownershipReceiptForm, receipt)),
    await check("statement", () => checkOwnershipStatement(receipt)),
    await check("relying party", () => checkRelyingParty(receipt)),
    await check("client data", () => checkClientData(receipt, "ownership")),
    await check("authenticator data", () => checkAuthenticatorData(receipt)),
    await check("passkey signature", () => checkPasskeySignature(receipt)),
    await check("times", () => checkOwnershipTimes(receipt)),
    await check("agreement", () => checkOwnershipAgrees(receipt)),
    await check("server signature", async () => {
      key = await checkServerSignature(receipt, pinned);
      return keyWords(key);
    }),
  ];
  return { valid: checks.every(({ passed }) => passed), checks, key };
}

function kindOf(receipt: Untyped) {
  if (receipt.batch) return "batch";
  return isStanding(readStatement(receipt).statement) ? "standing" : "approval";
}

function checkForm(form: Form, receipt: Untyped) {
  form(receipt, "the receipt");
  return `a ${receipt.type} of version ${receipt.v}`;
}

function keyWords({ thumbprint, isPinned }: { thumbprint: string; isPinned: boolean }) {
  return `key ${thumbprint}, ${isPinned ? "pinned" : "from the receipt itself"}`;
}

async function check(name: string, run: () => string | Promise<string>): Promise<Check> {
  try {
    return { name, passed: true, detail: await run() };
  } catch (fault) {
    const detail = fault instanceof Error ? fault.message : String(fault);
    return { name, passed: false, detail: detail.slice(0, longestDetail) };
  }
}
