import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { standingApprovals } from "#db/schema/requests";
import { recordAudit } from "#lib/audit/record";
import { refuseFrozen } from "#lib/callers/freeze";
import type { MasterSecret } from "#lib/crypto/seal";
import { descriptorDigest, renderingDigest } from "#lib/descriptors/digests";
import { readerFor } from "#lib/descriptors/render/reader-for";
import { renderAction } from "#lib/descriptors/render/render-action";
import type { Rendering } from "#lib/descriptors/render/rendering";
import { canonicalBytes, canonicalJson } from "#lib/json/canonical";
import { addSeconds } from "#lib/kernel/clock";
import { base64url, sha256 } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { newId } from "#lib/kernel/ids";
import { findPasskeyOrigin } from "#lib/passkeys/control/find-origin";
import { recordUse } from "#lib/passkeys/record-use";
import { isSealed, sealStatement } from "#lib/passkeys/signing/seal-statement";
import {
  consumeStatementChallenge,
  issueStatementChallenge,
} from "#lib/passkeys/signing/statement-challenge";
import { type Signature, verifySignature } from "#lib/passkeys/signing/verify-signature";
import { isAboveSecondAdmin } from "#lib/policy/action-types/standing-ceiling";
import { lockPolicyVersion } from "#lib/policy/versions/insert-version";
import { shareLockPublishingSetting } from "#lib/two-admins/publishing-setting";
import { endStandingApprovals, lockSigning } from "#lib/voiding/end-standing-approvals";
import { findEnvironment } from "#lib/workspace/environment";
import { requestChanged } from "../../decision-errors.ts";
import { findLiveDescriptor, requireCurrentDescriptor } from "../../descriptor-of.ts";
import { lockRightToDecide } from "../../lock-deciding.ts";
import { refuseSeenBeforeRelease } from "../../refuse-seen-before-release.ts";
import { requireCurrentEnvironment } from "../../require-current-environment.ts";
import { type Draft, draftStanding } from "./draft.ts";
import { sampledFrom } from "./sample.ts";
import { proposeStanding } from "./second-admin.ts";
import { readStandingStatement, type StandingStatement, standingKind } from "./statement.ts";
import { type ChosenTerms, termFaults } from "./terms.ts";

/** How long an offered statement can be signed, in seconds. */
const offeredSeconds = 3600;

interface Drafting {
  personId: string;
  now: Date;
}

/**
 * The bytes of a standing approval for a person to read and sign, how its request is shown, and our seal.
 * Stores nothing.
 * @param draft of this person, at this time
 * @throws {CountersignError} `invalid_body` beyond the ceiling
 */
export async function offerStanding(
  db: Database,
  { draft, personId: approver, secret, now }: Drafting & { draft: Draft; secret: MasterSecret },
  chosen: ChosenTerms,
): Promise<{ bytes: Uint8Array; statement: StandingStatement; rendering: Rendering; seal: string }> {
  requireWithin(draft, chosen);
  const { subject, capacity, mayDiffer, restsOn } = draft;
  const environment = (await findEnvironment(db))?.label;
  const { days, count, perHour, total, hours } = chosen;
  const { display, rendering } = await displayOf(db, subject.action);
  const statement: StandingStatement = {
    ...{ v: 1, decision: "approve_standing", request: subject.requestId, action: subject.action },
    ...{ action_digest: subject.actionDigest, agent: subject.agentId, owner: subject.ownerId },
    ...{ owner_epoch: subject.ownerEpoch, policy_version: subject.policyVersion, approver, capacity },
    ...(environment !== undefined && { environment }),
    display,
    terms: {
      ...{ may_differ: mayDiffer, count, per_hour: perHour },
      ...(total !== undefined && { total }),
      ...(hours && { hours }),
    },
    rests_on: restsOn,
    nonce: randomBytes(16).toString("base64url"),
    issued_at: now.toISOString(),
    expires_at: addSeconds(now, days * 86_400).toISOString(),
  };
  const bytes = canonicalBytes(statement);
  return { bytes, statement: readStandingStatement(bytes), rendering, seal: sealStatement(secret, bytes) };
}

async function displayOf(db: Database, action: StandingStatement["action"]) {
  const live = await findLiveDescriptor(db, action.type);
  const commands = await readerFor(live?.descriptor);
  const rendering = renderAction(action, live?.descriptor, commands);
  const descriptor = live && { ...live.source, digest: descriptorDigest(live.descriptor) };
  return { rendering, display: { ...(descriptor && { descriptor }), rendering: renderingDigest(rendering) } };
}

function requireWithin({ subject, ceiling }: Draft, chosen: ChosenTerms): void {
  const [fault] = Object.values(termFaults(chosen, ceiling));
  if (fault === undefined) return;
  throw new CountersignError("invalid_body", `beyond the ceiling for ${subject.action.type}`, {
    userMessage: `${fault} Nothing was signed.`,
  });
}

/**
 * Stores a sealed statement under the challenge that commits to it. @returns the challenge, for WebAuthn
 * @throws {CountersignError} `request_changed` for bytes that aren't ours, of another person, or signed before
 */
export async function requestStandingChallenge(
  db: Database,
  input: { personId: string; statement: Uint8Array; seal: string; secret: MasterSecret; now: Date },
): Promise<Uint8Array> {
  const { personId, statement, seal, secret, now } = input;
  const said = isSealed(secret, statement, seal) ? readStandingStatement(statement) : undefined;
  const isOwn = said?.approver === personId && new Date(said.issued_at) > addSeconds(now, -offeredSeconds);
  const challenge = isOwn
    ? await issueStatementChallenge(db, { kind: standingKind, personId, statement, now })
    : undefined;
  if (!challenge) throw requestChanged(`no standing approval of ${personId} to sign`);
  return challenge;
}

/**
 * Records a signed standing approval, after every check again under locks.
 * @returns its `sta_` ID
 * @throws {CountersignError} `challenge_expired`, `request_changed`, and the errors of the passkey and of
 * {@link draftStanding}
 */
export async function signStanding(db: Database, signature: Signature): Promise<string> {
  const { personId, credential, now } = signature;
  const consumed = await consumeStatementChallenge(db, {
    ...{ kind: standingKind, personId, now, clientDataJson: credential.response.clientDataJSON },
    retainedUntil: sql`${addSeconds(now, 2 * offeredSeconds).toISOString()}::timestamptz`,
  });
  if (!consumed)
    throw new CountersignError("challenge_expired", `no live challenge of ${personId}`, {
      userMessage: "This took too long or was already sent. Reload and try again.",
    });
  const { evidence, use } = await verifySignature(db, signature, consumed);
  const statement = readStandingStatement(evidence.statement);
  return db.transaction(async (tx) => {
    const { needsSecondAdmin } = await shareLockPublishingSetting(tx);
    const { approvalId, ceiling } = await requireCurrent(tx, statement, { personId, now });
    const waitsForAdmin = needsSecondAdmin && isAboveSecondAdmin(statement.terms, ceiling);
    const id = await insertStanding(tx, statement, { approvalId, evidence, waitsForAdmin, personId, now });
    if (waitsForAdmin) await proposeStanding(tx, { id, statement, credentialId: evidence.credentialId, now });
    // The passkey's row after those of standing approvals, as a draw locks them.
    await recordUse(tx, { ...use, now });
    return id;
  });
}

// The locks of an approval, in their order, and the agent's, which a hold or a new owner has.
async function requireCurrent(
  tx: Transaction,
  statement: StandingStatement,
  { personId, now }: { personId: string; now: Date },
): Promise<Draft> {
  const version = await lockPolicyVersion(tx);
  await refuseFrozen(tx);
  await refuseSeenBeforeRelease(tx, statement);
  await lockRightToDecide(tx, personId, now);
  await tx.execute(sql`select id from agents where id = ${statement.agent} for no key update`);
  const { agent, action } = statement;
  await lockSigning(tx, sql`(values (${agent}::text, ${action.type}::text)) as one(agent_id, action_type)`);
  const draft = await draftStanding(tx, { requestId: statement.request, personId, now });
  const { subject, capacity, mayDiffer, restsOn } = draft;
  const isSame =
    statement.policy_version === version &&
    statement.capacity === capacity &&
    statement.action_digest === subject.actionDigest &&
    statement.owner_epoch === subject.ownerEpoch &&
    canonicalJson(statement.terms.may_differ) === canonicalJson(mayDiffer) &&
    canonicalJson(statement.rests_on) === canonicalJson(restsOn);
  if (!isSame)
    throw requestChanged(`what the standing approval of ${statement.request} rests on has changed`);
  await requireCurrentDescriptor(tx, statement);
  await requireCurrentEnvironment(tx, statement);
  return draft;
}

async function insertStanding(
  tx: Transaction,
  statement: StandingStatement,
  {
    approvalId,
    evidence,
    waitsForAdmin,
    personId,
    now,
  }: Pick<Signature, "personId" | "now"> & {
    approvalId: string;
    waitsForAdmin: boolean;
    evidence: Awaited<ReturnType<typeof verifySignature>>["evidence"];
  },
): Promise<string> {
  const id = newId("sta", now);
  const { agent: agentId, request: requestId, owner_epoch: ownerEpoch, action, terms } = statement;
  // An agent has one for each type: a request outside the bounds of another would end it.
  const which = sql`s.agent_id = ${agentId} and s.action_type = ${action.type}`;
  await endStandingApprovals(tx, { which, reason: "replaced", actor: { personId }, now });
  await tx.insert(standingApprovals).values({
    ...{ id, approvalId, personId, agentId, ownerEpoch, actionType: action.type, ...evidence },
    ...{ passkeyOrigin: await findPasskeyOrigin(tx, evidence.credentialId), waitsForAdmin },
    ...{ sampledAt: sampledFrom(now), createdAt: now, expiresAt: new Date(statement.expires_at) },
  });
  // Processes keep an agent in memory, and whether something stands for it.
  await tx.execute(sql`select raise_agent_revisions(array[${agentId}])`);
  const subject = { agent: agentId, request: requestId, approval: approvalId, standing_approval: id };
  const data = {
    statement_sha256: base64url(sha256(evidence.statement)),
    credential: evidence.credentialId,
    ...{ count: terms.count, per_hour: terms.per_hour, total: terms.total, expires_at: statement.expires_at },
  };
  await recordAudit(tx, { type: "standing_approval.signed", actor: { personId }, subject, data }, now);
  return id;
}
