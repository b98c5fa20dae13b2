import { digestedText } from "#client/digested-text";
import { canonicalJson } from "#client/json/canonical";
import { applyPatch } from "#client/json/patch";
import type { Untyped } from "#client/json/untyped";
import { leavesOf, outsideAt } from "#lib/approvals/standing/approvals/bounds";
import { isKnownZone, isWithinHours } from "#lib/approvals/standing/approvals/hours";
import { digestOf, readStatement } from "./bytes.ts";
import { checkCapacity, checkCapacityAgrees } from "./capacity.ts";
import { checkCanonical } from "./form.ts";
import { isStanding, ownershipStatementForm, statementForm } from "./statement-forms.ts";
import { checkPeriod } from "./time-checks.ts";

/** Checks the signed statement's members, canonical bytes and capacity. */
export function checkStatementForm(receipt: Untyped): string {
  const { bytes, statement } = readStatement(receipt);
  statementForm(statement, "the statement");
  checkCanonical(statement, bytes);
  checkCapacity(statement);
  return `version ${statement.v}, ${bytes.byteLength} bytes in canonical form`;
}

/** The action's digest, computed again from the action in the statement. */
export async function checkActionDigest(receipt: Untyped): Promise<string> {
  const { statement } = readStatement(receipt);
  const digest = await digestOf(digestedText(statement.agent, statement.action));
  if (digest !== statement.action_digest)
    throw new Error(`the action gives ${digest}, the statement says ${statement.action_digest}`);
  return digest;
}

/** Checks that the approver's edit leads to the signed action. */
export async function checkEdit(receipt: Untyped): Promise<string> {
  const { statement } = readStatement(receipt);
  const { edit: signed } = statement;
  const { edit: stated } = receipt.request;
  if (signed === undefined) return "this approver didn't edit the action";
  if (stated === undefined) throw new Error("the receipt doesn't say what the agent asked for");
  const asked = await digestOf(digestedText(statement.agent, stated.asked));
  same("digest of what the agent asked for", signed.from, asked);
  same("digest of what the agent asked for", signed.from, stated.asked_digest);
  same("editor", statement.approver, stated.by);
  same("patch", canonicalJson(signed.patch), canonicalJson(stated.patch));
  const edited = canonicalJson(applyPatch(stated.asked, signed.patch));
  same("edited action", canonicalJson(statement.action), edited);
  return `${signed.patch.length} changed, from ${asked}`;
}

/** Checks the receipt's outer fields against the signed statement. */
export async function checkAgreement(receipt: Untyped): Promise<string> {
  const { statement } = readStatement(receipt);
  const { request, approver, approval } = receipt;
  same("agent", statement.agent, request.agent.id);
  same("owner", statement.owner, request.owner);
  same("approver", statement.approver, approver.id);
  checkCapacityAgrees(statement, approval);
  checkPeriod(approval.at, statement);
  if (isStanding(statement)) return checkDraw(receipt, statement);
  if (approval.draw !== undefined) throw new Error("draw: the statement isn't a standing approval");
  same("decision", statement.decision, approval.decision);
  same("request", statement.request, request.id);
  same("digest", statement.action_digest, request.action_digest);
  same("action", canonicalJson(statement.action), canonicalJson(request.action));
  return "request, agent, owner, approver and capacity, action and times";
}

/** Checks a draw: the request is inside the bounds of the signed standing approval. */
async function checkDraw({ request, approval }: Untyped, statement: Untyped): Promise<string> {
  const { action, terms } = statement;
  same("decision", "approve", approval.decision);
  if (request.id === statement.request) throw new Error("request: the person read this one");
  same("digest", await digestOf(digestedText(statement.agent, request.action)), request.action_digest);
  const outside = outsideAt({ action, may_differ: terms.may_differ }, request.action);
  if (outside !== undefined) throw new Error(`action: ${outside} is outside the bounds`);
  const number = approval.draw?.number;
  if (!(number >= 1 && number <= terms.count))
    throw new Error(`draw: ${number} isn't from 1 to ${terms.count}`);
  checkTotal(request.action, approval.draw.total, terms);
  checkHours(approval.at, terms);
  return `draw ${number} of ${terms.count}: the action is inside the bounds; agent, owner, approver, capacity and times`;
}

/** Checks the sum of the amounts so far: present where the terms limit it, and neither too high nor too low. */
function checkTotal(action: Untyped, total: Untyped, { total: most, may_differ }: Untyped) {
  if (most === undefined) {
    if (total !== undefined) throw new Error(`draw: a total of ${total}, and the terms have none`);
    return;
  }
  if (!(typeof total === "number" && total > 0 && total <= most))
    throw new Error(`draw: a total of ${total} isn't above 0 and up to ${most}`);
  // Only an amount has `up_to`, and this one is part of the sum.
  const values = leavesOf(action);
  for (const { path, up_to } of may_differ) {
    const amount = up_to === undefined ? undefined : JSON.parse(values.get(path) ?? "null");
    if (typeof amount === "number" && amount > total)
      throw new Error(`draw: a total of ${total} is below the amount ${amount}`);
  }
}

/** Checks that the draw was within the signed hours. Without the data of their time zone, it wasn't. */
function checkHours(at: string, { hours }: Untyped) {
  if (hours === undefined || isWithinHours(hours, new Date(at))) return;
  const { from, to, zone } = hours;
  throw new Error(
    isKnownZone(zone)
      ? `draw: ${at} isn't from ${from} to ${to} in ${zone}`
      : `draw: the time zone ${zone} of the signed hours isn't known here`,
  );
}

/** Checks that the grant, if any, is for the same action and agent. */
export function checkGrantAgrees(receipt: Untyped): string {
  if (receipt.grant === undefined) return "this receipt has no grant";
  const { statement } = readStatement(receipt);
  // A draw's request isn't the one that the person read.
  const {
    id: request,
    action,
    action_digest: digest,
  } = isStanding(statement) ? receipt.request : { ...statement, id: statement.request };
  const { id, claims } = receipt.grant;
  const { authorization_details: details } = claims;
  same("id", claims.jti, id);
  same("request", claims.txn, request);
  same("agent", claims.act?.sub, statement.agent);
  same("owner", claims.sub, statement.owner);
  same("owner epoch", claims.owner_epoch, statement.owner_epoch);
  if (action.audience !== undefined) same("audience", claims.aud, action.audience);
  if (details?.length !== 1) throw new Error("it isn't for exactly one action");
  same("digest", details[0].digest, digest);
  same("action", termsOf(action.type, action), termsOf(details[0].action, details[0]));
  return id;
}

function termsOf(type: unknown, { resource, params }: Untyped) {
  return canonicalJson({ type, resource, params });
}

function same(what: string, signed: unknown, stated: unknown) {
  if (signed === undefined || signed !== stated)
    throw new Error(`${what}: ${signed} in one place, ${stated} in the other`);
}

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

function checkOffer({ agents }: Untyped, id: unknown) {
  if (agents.filter(({ offer }: Untyped) => offer === id).length !== 1)
    throw new Error(`offer: ${id} isn't what the statement accepts`);
}
