import type { Untyped } from "#client/json/untyped";
import { readStatement } from "./bytes.ts";
import { checkCanonical } from "./form.ts";
import { ownershipStatementForm } from "./statement-forms.ts";
import { checkPeriod } from "./time-checks.ts";

/** The signed ownership statement: exactly the decision's members, in canonical bytes. */
export function checkOwnershipStatement(receipt: Untyped): string {
  const { bytes, statement } = readStatement(receipt);
  ownershipStatementForm(statement, "the statement");
  checkCanonical(statement, bytes);
  return `version ${statement.v}, ${bytes.byteLength} bytes in canonical form`;
}

/** Checks the receipt's outer fields against the signed statement. */
export function checkOwnershipAgrees(receipt: Untyped): string {
  const { statement } = readStatement(receipt);
  const isAcceptance = statement.decision === "accept_ownership";
  const signer = isAcceptance ? statement.new_owner : statement.owner;
  if (signer !== receipt.signer.id)
    throw new Error(`signer: ${signer} in one place, ${receipt.signer.id} in the other`);
  if (isAcceptance) checkOffer(statement, receipt.id);
  // The challenge has to be requested before the statement expires, and is valid for ten minutes
  // more.
  checkPeriod(receipt.at, statement, 600_000);
  return isAcceptance ? "signer, offer and times" : "signer and times";
}

/** Checks that the receipt is for one offer of the list. */
function checkOffer({ agents }: Untyped, id: unknown) {
  if (agents.filter(({ offer }: Untyped) => offer === id).length !== 1)
    throw new Error(`offer: ${id} isn't what the statement accepts`);
}
