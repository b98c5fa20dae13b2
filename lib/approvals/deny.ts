import { sql as fragment } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { approvals, type CloseReason } from "#db/schema/requests";
import { tryAgainWhenBusy } from "#db/try-again";
import { otherCode } from "#lib/approvals/default-deny-reasons";
import { denyReasonsFor } from "#lib/approvals/deny-reasons";
import { suggestedPatch } from "#lib/approvals/edits/offer-edit";
import { type Actor, recordAudit } from "#lib/audit/record";
import { notifyOfRequests } from "#lib/events/hub";
import { canonicalJson } from "#lib/json/canonical";
import { CountersignError } from "#lib/kernel/errors";
import { newId } from "#lib/kernel/ids";
import { currentPolicyVersion, loadPolicy } from "#lib/policy/engine/load";
import type { Action } from "#lib/policy/language/action";
import { endStandingOfTypes } from "#lib/voiding/end-standing-approvals";
import { decidedMeanwhile } from "./counting/tally-approvals.ts";
import { type Decidable, findDecidable } from "./find-decidable.ts";
import { nextRound } from "./insert-approval.ts";
import { findToStand, letStand, type Standing } from "./standing/stand.ts";
import type { Edit } from "./statement.ts";

export interface DenialInput {
  requestId: string;
  personId: string;
  reason: ChosenReason;
  /** The edit to suggest to the agent, as entered: by JSON Pointer into the parameters. */
  suggested?: Readonly<Record<string, string>> | undefined;
  /** Which later requests are denied too. */
  standing?: Standing | undefined;
  /** Recorded with the event, unless the person decided in a browser. */
  via?: "terminal";
  now: Date;
}

/**
 * Denies a request: one denial ends the request, regardless of earlier approvals. A session is
 * enough, because a denial grants no power. It can stand for later requests (standing/).
 * @throws {CountersignError} the errors of {@link findDecidable} and {@link denialWords}; for a
 * suggested edit `invalid_body` and `edits_not_allowed`.
 */
export async function deny(
  db: Database,
  { requestId, personId, reason, suggested, standing, via, now }: DenialInput,
): Promise<{ denialId: string; askedAt: Date; isTest: boolean }> {
  const denyOnce = () =>
    db.transaction(async (tx) => {
      const decider = { requestId, personId, now };
      const request = await (standing
        ? findToStand(tx, decider)
        : findDecidable(tx, { ...decider, lock: true }));
      const patch = suggested && (await suggestedPatch(tx, request, suggested));
      const words = await denialWords(tx, request.action, reason);
      const denial = { personId, code: reason.code, words, patch, via, now };
      const { denialId } = await insertDenial(tx, request, denial);
      if (standing) await letStand(tx, request, { ...standing, denialId, personId, now });
      return { denialId, askedAt: request.createdAt, isTest: request.isTest };
    });
  // Asks, redemptions and decisions may have a busy agent's lock.
  return standing ? tryAgainWhenBusy(denyOnce) : denyOnce();
}

/** Denies a request that the transaction has locked and found decidable by the person. */
export async function insertDenial(
  tx: Transaction,
  request: Decidable,
  { personId, code, words, patch, closeReason, via, now }: Denial,
): Promise<{ denialId: string; onBehalfOf: string | null }> {
  const { requestId } = request;
  const [as] = request.capacities;
  if (!as) throw new CountersignError("internal", `${personId} has no capacity on ${requestId}`);
  const id = newId("apr", now);
  const { capacity, onBehalfOf } = as;
  await tx.insert(approvals).values({
    id,
    requestId,
    personId,
    decision: "deny",
    note: words,
    reasonCode: code,
    suggestedPatch: patch ? canonicalJson(patch) : null,
    capacity,
    forPersonId: onBehalfOf,
    round: nextRound({ requestId, personId }),
    createdAt: now,
  });
  const data = { capacity, on_behalf_of: onBehalfOf, reason_code: code, via };
  await closeDenied(tx, request, { denialId: id, actor: { personId }, closeReason, data, now });
  return { denialId: id, onBehalfOf: onBehalfOf ?? null };
}

/** Closes the locked request as denied, and records by which denial. */
export async function closeDenied(
  tx: Transaction,
  { requestId, agentId, ownerId }: Decidable,
  { denialId, actor, closeReason, standingDenialId, data, now }: DeniedBy,
): Promise<void> {
  // One-way: one of a denial and a simultaneous approval succeeds.
  const denied = await tx.execute(fragment`
    update requests set state = 'denied', close_reason = ${closeReason ?? null}, closed_at = ${now.toISOString()},
      standing_denial_id = ${standingDenialId ?? null}
    where id = ${requestId} and state = 'pending' and expires_at > ${now.toISOString()} returning id`);
  if (denied.length === 0) throw decidedMeanwhile(requestId);
  const subject = { request: requestId, agent: agentId, person: ownerId, approval: denialId };
  const event = { type: "request.denied", actor, subject, data: { ...data, reason: closeReason } } as const;
  await recordAudit(tx, event, now);
  await endStandingOfTypes(tx, [requestId], { reason: "denied", actor, now });
  await notifyOfRequests(tx, [requestId]);
}

interface DeniedBy {
  denialId: string;
  actor: Actor;
  closeReason?: CloseReason | undefined;
  standingDenialId?: string;
  data: Record<string, unknown>;
  now: Date;
}

type Denial = Pick<DenialInput, "personId" | "now"> & {
  via?: DenialInput["via"] | undefined;
  code: string;
  /** The words that the agent gets. Not empty. */
  words: string;
  patch?: Edit["patch"] | undefined;
  closeReason?: "unexpected";
};

/** Why a person denies: an offered reason's code or {@link otherCode}, and the typed text. */
export interface ChosenReason {
  code: string;
  /** The words that the page showed for the code. */
  shown?: string | undefined;
  text: string;
}

/**
 * The words of a denial for the agent: the live policy's words for the reason, and the typed text.
 * A person who saw other words is asked again: the agent gets them in the person's name.
 * @throws {CountersignError} `invalid_body` for a code that isn't offered, and for neither reason
 * nor text; `request_changed` for a reason whose words aren't those that were shown.
 */
async function denialWords(
  db: Database | Transaction,
  action: Action,
  { code, shown, text }: ChosenReason,
): Promise<string> {
  if (code === otherCode) {
    if (text) return text;
    throw refused("a denial has neither a reason nor a text", "Choose a reason or enter a message.");
  }
  const { catalog } = await loadPolicy(db, await currentPolicyVersion(db));
  const reason = denyReasonsFor(action, catalog.get(action.type)).find((offered) => offered.code === code);
  if (!reason) throw refused(`${code} isn't a reason of ${action.type}`, notOffered);
  if (shown !== undefined && shown !== reason.text)
    throw new CountersignError("request_changed", `${code} of ${action.type} has other words now`, {
      userMessage: "The words of this reason changed, so nothing was denied. Reload and choose again.",
    });
  return text ? `${reason.text}: ${text}` : reason.text;
}

const notOffered = "This reason is no longer offered, so nothing was denied. Reload and choose another one.";

function refused(message: string, userMessage: string): CountersignError {
  return new CountersignError("invalid_body", message, { userMessage });
}
