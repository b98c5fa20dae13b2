import { canonicalJson } from "#client/json/canonical";
import { applyPatch } from "#client/json/patch";
import type { Untyped } from "#client/json/untyped";
import { actionDigest } from "../json/action-digest.ts";
import { readBase64url, readJsonBytes } from "./bytes.ts";
import { checkCapacity, checkCapacityAgrees } from "./capacity.ts";

/** Checks the signed statement: a known form, canonical bytes. */
export function checkStatementForm(receipt: Untyped): string {
  if (receipt.v !== 1 || receipt.type !== "countersign.receipt")
    throw new Error(`a ${receipt.type} of version ${receipt.v} isn't supported`);
  const { bytes, statement } = readStatement(receipt);
  if (statement.v !== 1) throw new Error(`version ${statement.v} isn't supported`);
  if (statement.decision !== "approve") throw new Error(`it says ${statement.decision}, not approve`);
  if (!Buffer.from(canonicalJson(statement)).equals(bytes))
    throw new Error("its bytes aren't canonical (RFC 8785)");
  checkCapacity(statement);
  return `version ${statement.v}, ${bytes.byteLength} bytes in canonical form`;
}

/** The action's digest, computed again from the action in the statement. */
export function checkActionDigest(receipt: Untyped): string {
  const { statement } = readStatement(receipt);
  const digest = actionDigest(statement.agent, statement.action);
  if (digest !== statement.action_digest)
    throw new Error(`the action gives ${digest}, the statement says ${statement.action_digest}`);
  return digest;
}

/** Checks that the approver's edit leads from what the agent asked for to the signed action. */
export function checkEdit(receipt: Untyped): string {
  const { statement } = readStatement(receipt);
  const { edit: signed } = statement;
  const { edit: stated } = receipt.request;
  if (signed === undefined) return "this approver didn't edit the action";
  if (stated === undefined) throw new Error("the receipt doesn't say what the agent asked for");
  const asked = actionDigest(statement.agent, stated.asked);
  same("digest of what the agent asked for", signed.from, asked);
  same("digest of what the agent asked for", signed.from, stated.asked_digest);
  same("editor", statement.approver, stated.by);
  same("patch", canonicalJson(signed.patch), canonicalJson(stated.patch));
  const edited = canonicalJson(applyPatch(stated.asked, signed.patch));
  same("edited action", canonicalJson(statement.action), edited);
  return `${signed.patch.length} changed, from ${asked}`;
}

/** Checks that the receipt's outer fields equal those of the signed statement. */
export function checkAgreement(receipt: Untyped): string {
  const { statement } = readStatement(receipt);
  const { request, approver, approval } = receipt;
  same("decision", statement.decision, approval.decision);
  same("request", statement.request, request.id);
  same("agent", statement.agent, request.agent.id);
  same("approver", statement.approver, approver.id);
  same("digest", statement.action_digest, request.action_digest);
  same("action", canonicalJson(statement.action), canonicalJson(request.action));
  checkCapacityAgrees(statement, approval);
  const at = Date.parse(approval.at);
  if (!(Date.parse(statement.issued_at) <= at && at <= Date.parse(statement.expires_at)))
    throw new Error(
      `it was approved at ${approval.at}, outside ${statement.issued_at} to ${statement.expires_at}`,
    );
  return "request, agent, approver and capacity, action and times";
}

/** Checks that the grant, if any, is for the same action of the same agent. */
export function checkGrantAgrees(receipt: Untyped): string {
  if (receipt.grant === undefined) return "this receipt has no grant";
  const { statement } = readStatement(receipt);
  const { id, claims } = receipt.grant;
  same("id", claims.jti, id);
  same("request", claims.txn, statement.request);
  same("agent", claims.act?.sub, statement.agent);
  same("owner", claims.sub, statement.owner);
  same("owner epoch", claims.owner_epoch, statement.owner_epoch);
  same("digest", claims.authorization_details?.[0]?.digest, statement.action_digest);
  return id;
}

export function readStatement(receipt: Untyped): { bytes: Uint8Array; statement: Untyped } {
  const bytes = readBase64url(receipt.statement, "the statement");
  return { bytes, statement: readJsonBytes(bytes, "the statement") };
}

function same(what: string, signed: unknown, stated: unknown) {
  if (signed === undefined || signed !== stated)
    throw new Error(`${what}: ${signed} in one place, ${stated} in the other`);
}
