import { canonicalJson } from "#client/json/canonical";
import type { Untyped } from "#client/json/untyped";
import { readStatement } from "./statement-checks.ts";

/** The signed ownership statement: a known form, in canonical bytes. */
export function checkOwnershipForm(receipt: Untyped): string {
  if (receipt.v !== 1 || receipt.type !== "countersign.ownership-receipt")
    throw new Error(`a ${receipt.type} of version ${receipt.v} isn't supported`);
  const { bytes, statement } = readStatement(receipt);
  if (statement.v !== 1) throw new Error(`version ${statement.v} isn't supported`);
  if (statement.decision !== "accept_ownership" && statement.decision !== "confirm_ownership")
    throw new Error(`it says ${statement.decision}, which isn't about ownership`);
  if (!Buffer.from(canonicalJson(statement)).equals(bytes))
    throw new Error("its bytes aren't canonical (RFC 8785)");
  if (statement.decision === "accept_ownership") checkKeys(statement);
  return `version ${statement.v}, ${bytes.byteLength} bytes in canonical form`;
}

/** An acceptance lists the keys of each agent, and whether the keys remained active. */
function checkKeys({ agents }: Untyped) {
  if (!Array.isArray(agents)) throw new Error("it doesn't say which agents were accepted");
  for (const agent of agents) {
    if (!Array.isArray(agent?.keys) || typeof agent.keep_keys !== "boolean")
      throw new Error("it doesn't say which keys the agent has and whether they were kept");
  }
}

/** Checks that the receipt's outer fields equal those of the signed statement. */
export function checkOwnershipAgrees(receipt: Untyped): string {
  const { statement } = readStatement(receipt);
  const isAcceptance = statement.decision === "accept_ownership";
  const signer = isAcceptance ? statement.new_owner : statement.owner;
  if (signer === undefined || signer !== receipt.signer.id)
    throw new Error(`signer: ${signer} in one place, ${receipt.signer.id} in the other`);
  if (isAcceptance) checkOffer(statement, receipt.id);
  const at = Date.parse(receipt.at);
  // The challenge has to be requested before the statement expires, and is valid for ten minutes
  // more.
  const latest = Date.parse(statement.expires_at) + 600_000;
  if (!(Date.parse(statement.issued_at) <= at && at <= latest))
    throw new Error(
      `it was signed at ${receipt.at}, outside ${statement.issued_at} to ${statement.expires_at}`,
    );
  return isAcceptance ? "signer, offer and times" : "signer and times";
}

/** Checks that the receipt is for exactly one offer of the list. */
function checkOffer({ agents }: Untyped, id: unknown) {
  const offers = Array.isArray(agents) ? agents : [];
  if (offers.filter((one: Untyped) => one?.offer === id).length === 1) return;
  throw new Error(`offer: ${id} isn't what the statement accepts`);
}
