import type { SigningKey } from "#lib/crypto/signing-key";
import { grantStateAt } from "#lib/grants/grant-state-at";
import { base64url } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { stateAt } from "#lib/requests/state-at";
import { readPublicKeyAlgorithm } from "./public-key-algorithm.ts";
import type { Receipt, UnsignedReceipt } from "./receipt.ts";
import { type EvidenceRow, readSigned, type Signed } from "./select-evidence.ts";
import { signReceipt } from "./sign.ts";

/** @throws {CountersignError} `internal` when the stored evidence is incomplete. */
export function buildReceipt(
  row: EvidenceRow,
  key: SigningKey,
  { origin, rpId, now }: { origin: string; rpId: string; now: Date },
): Promise<Receipt> {
  const { bytes, ...evidence } = evidenceOf(row);
  const statement = readSigned(bytes, row);
  const receipt: UnsignedReceipt = {
    v: 1,
    type: "countersign.receipt",
    issued_at: now.toISOString(),
    issuer: origin,
    approval: approvalPart(row, statement),
    approver: { id: row.approverId, name: row.approverName },
    ...evidence,
    ...(row.descriptor && { descriptor: row.descriptor }),
    relying_party: { id: rpId, origin },
    request: requestPart(row, statement, now),
    // The grant is for the edited action, which an earlier approval didn't approve.
    ...(row.grant && !isOfAskedAction(row, statement) && { grant: grantPart(row.grant, now) }),
  };
  return signReceipt(receipt, key);
}

// The capacity comes from the statement, because the statement is what was signed.
function approvalPart(row: EvidenceRow, statement: Signed): Receipt["approval"] {
  const { capacity, on_behalf_of, break_glass_reason } = statement;
  return {
    id: row.approvalId,
    decision: "approve",
    at: row.at.toISOString(),
    ...(row.note !== null && { note: row.note }),
    capacity,
    ...(on_behalf_of !== undefined && {
      on_behalf_of: { id: on_behalf_of, name: row.forName ?? on_behalf_of },
    }),
    ...(break_glass_reason !== undefined && { break_glass_reason }),
    ...drawPart(row, statement),
    ...(row.voided && { voided: { at: row.voided.voidedAt.toISOString(), reason: row.voided.reason } }),
  };
}

function drawPart({ standingApprovalId, draw, drawTotal }: EvidenceRow, { terms }: Signed) {
  if (standingApprovalId === null || draw === null) return {};
  const total = terms?.total === undefined ? {} : { total: Number(drawTotal) };
  return { draw: { standing_approval: standingApprovalId, number: draw, ...total } };
}

function evidenceOf(row: EvidenceRow) {
  const { statement, batch, credentialId, publicKey, authenticatorData, clientDataJson, signature } = row;
  const isSigned = statement && credentialId && publicKey && authenticatorData && clientDataJson && signature;
  if (!isSigned || !row.passkey) {
    throw new CountersignError("internal", `approval ${row.approvalId} has no evidence`);
  }
  return {
    bytes: new Uint8Array(statement),
    statement: base64url(statement),
    ...(batch && { batch: { statement: batch.batch, index: batch.index, path: batch.path } }),
    evidence: {
      credential_id: credentialId,
      public_key: base64url(publicKey),
      alg: readPublicKeyAlgorithm(publicKey),
      authenticator_data: base64url(authenticatorData),
      client_data_json: base64url(clientDataJson),
      signature: base64url(signature),
    },
    passkey: row.passkey,
  };
}

/** Whether the approval is of the action before its edit. */
function isOfAskedAction({ edit }: EvidenceRow, statement: Signed): boolean {
  return edit !== null && statement.action_digest === edit.askedDigest;
}

function actionPart(row: EvidenceRow, statement: Signed) {
  const { edit } = row;
  if (edit && isOfAskedAction(row, statement))
    return { action: JSON.parse(edit.askedAction), action_digest: edit.askedDigest };
  return {
    action: JSON.parse(row.action),
    action_digest: row.actionDigest,
    ...(edit && {
      edit: {
        ...{ by: edit.editedBy, at: edit.editedAt.toISOString() },
        ...{
          asked: JSON.parse(edit.askedAction),
          asked_digest: edit.askedDigest,
          patch: JSON.parse(edit.patch),
        },
      },
    }),
  };
}

function requestPart(row: EvidenceRow, statement: Signed, now: Date): Receipt["request"] {
  return {
    id: row.requestId,
    state: stateAt(row.state, row.expiresAt, now),
    agent: { id: row.agentId, name: row.agentName },
    owner: row.ownerId,
    ...actionPart(row, statement),
    policy: { version: row.policyVersion, rules: row.ruleIds },
    approvals: { required: row.approvalsRequired, given: row.approvalsGiven },
    created_at: row.createdAt.toISOString(),
    ...(row.closedAt && { closed_at: row.closedAt.toISOString() }),
  };
}

function grantPart(grant: NonNullable<EvidenceRow["grant"]>, now: Date): NonNullable<Receipt["grant"]> {
  return {
    id: grant.id,
    state: grantStateAt(grant.state, grant.expiresAt, now),
    issued_at: grant.issuedAt.toISOString(),
    expires_at: grant.expiresAt.toISOString(),
    ...(grant.closedAt && { closed_at: grant.closedAt.toISOString() }),
    ...(grant.redeemedBy !== null && { redeemed_by: grant.redeemedBy }),
    claims: JSON.parse(grant.claims),
  };
}
