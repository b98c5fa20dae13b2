import type { Database } from "#db/client";
import type { MasterSecret } from "#lib/crypto/seal";
import { addSeconds } from "#lib/kernel/clock";
import { isSealed } from "#lib/passkeys/signing/seal-statement";
import { issueStatementChallenge } from "#lib/passkeys/signing/statement-challenge";
import { refuseApprovedSince } from "./approved-since.ts";
import { shortestBreakGlassReason } from "./break-glass/break-glass.ts";
import { findBreakable } from "./break-glass/find-breakable.ts";
import { requestChanged } from "./decision-errors.ts";
import { requireCurrentDescriptor } from "./descriptor-of.ts";
import { foreseeEdited } from "./edits/offer-edit.ts";
import { type Decidable, findDecidable } from "./find-decidable.ts";
import { matchNumber } from "./match-number.ts";
import { refuseSeenBeforeRelease } from "./refuse-seen-before-release.ts";
import { requireCurrentEnvironment } from "./require-current-environment.ts";
import { requireReadingTime } from "./require-safeguards.ts";
import { approvalKind, isBreakGlassStatement, readStatement, type Statement } from "./statement.ts";

/** How long an open page's statement can be signed, in seconds: people forget pages. */
export const longestShownSeconds = 7 * 24 * 3600;

export interface ChallengeRequest {
  requestId: string;
  personId: string;
  /** The statement bytes of the person's screen, and our seal. */
  statement: Uint8Array;
  seal: string;
  /** The typed number, if the request needs one. */
  number?: string | undefined;
  secret: MasterSecret;
  now: Date;
}

/**
 * Starts the signing of a statement: stores its bytes under the challenge that commits to them.
 * @returns the challenge's bytes, for WebAuthn.
 * @throws {CountersignError} the errors of {@link findDecidable} or {@link findBreakable};
 * `request_changed` when the statement no longer matches the request; `too_early`; the errors of
 * {@link matchNumber}.
 */
export async function requestChallenge(db: Database, input: ChallengeRequest): Promise<Uint8Array> {
  const { requestId, personId, statement, now } = input;
  const { statement: parsed, subject } = await requireCurrentStatement(db, input);
  requireReadingTime(subject.safeguards, parsed, now);
  const isNumberMatched = subject.safeguards.numberMatching;
  const { number, secret } = input;
  const attempt = { requestId, personId, isBreaking: isBreakGlassStatement(parsed), number, secret, now };
  if (isNumberMatched) await matchNumber(db, attempt);
  const signing = { kind: approvalKind, personId, requestId, statement, isNumberMatched, now };
  const challenge = await issueStatementChallenge(db, signing);
  if (!challenge) throw requestChanged(`the statement shown for ${requestId} was used before`);
  return challenge;
}

/**
 * The request of a statement that a person read, if the person may still sign: the statement has
 * our seal, matches the request, and no one approved the same since.
 * @throws {CountersignError} the errors of {@link requestChallenge}
 */
export async function requireCurrentStatement(
  db: Database,
  { requestId, personId, statement, seal, secret, now }: ChallengeRequest,
): Promise<{ statement: Statement; subject: Decidable }> {
  const isOurs = isSealed(secret, statement, seal);
  const parsed = isOurs ? readStatement(statement) : undefined;
  const isBreaking = parsed !== undefined && isBreakGlassStatement(parsed);
  const decider = { requestId, personId, now };
  const subject = parsed?.edit
    ? await foreseeEdited(db, { ...decider, edit: parsed.edit })
    : await (isBreaking ? findBreakable : findDecidable)(db, decider);
  const isCurrent =
    parsed?.request === requestId &&
    parsed.approver === personId &&
    parsed.action_digest === subject.actionDigest &&
    parsed.owner_epoch === subject.ownerEpoch &&
    parsed.policy_version === subject.policyVersion &&
    new Date(parsed.issued_at) > addSeconds(now, -longestShownSeconds) &&
    (isBreaking ? hasReason(parsed) : isOwnCapacity(parsed, subject));
  if (!isCurrent) throw requestChanged(`the statement shown for ${requestId} is not the current one`);
  await refuseSeenBeforeRelease(db, parsed);
  await requireCurrentDescriptor(db, parsed);
  await requireCurrentEnvironment(db, parsed);
  await refuseApprovedSince(db, subject, { statement: parsed, personId, now });
  return { statement: parsed, subject };
}

function hasReason({ break_glass_reason = "" }: Statement): boolean {
  return break_glass_reason.length >= shortestBreakGlassReason;
}

/** Whether the statement's capacity is the offered one. */
export function isOwnCapacity(
  { capacity, on_behalf_of }: Pick<Statement, "capacity" | "on_behalf_of">,
  { capacities }: Decidable,
): boolean {
  return capacities.some((own) => own.capacity === capacity && own.onBehalfOf === on_behalf_of);
}
