import { sql } from "drizzle-orm";
import { applyPatch } from "#client/json/patch";
import { valueAt } from "#client/json/pointer";
import type { Transaction } from "#db/client";
import { requestEdits } from "#db/schema/requests";
import { recordAudit } from "#lib/audit/record";
import { currencyPointers } from "#lib/descriptors/amounts";
import { pointerTokens } from "#lib/descriptors/pointers";
import { canonicalJson } from "#lib/json/canonical";
import { CountersignError } from "#lib/kernel/errors";
import { countedAmount } from "#lib/policy/action-types/action-amount";
import type { ActionType } from "#lib/policy/action-types/action-type";
import { checkParams } from "#lib/policy/action-types/check-params";
import { currentPolicyVersion, loadPolicy } from "#lib/policy/engine/load";
import { type Action, actionDigest, actionSchema, storableAction } from "#lib/policy/language/action";
import {
  type PendingOutcome,
  type PendingRow,
  pendingColumns,
  pendingOutcome,
} from "#lib/publishing/pending-outcome";
import { takeStricter } from "#lib/publishing/reevaluate";
import { endStandingOfTypes } from "#lib/voiding/end-standing-approvals";
import { voidPendingApprovals } from "#lib/voiding/void-pending-approvals";
import { decidedMeanwhile } from "../counting/tally-approvals.ts";
import { requestChanged } from "../decision-errors.ts";
import { type Decidable, findForDecider } from "../find-decidable.ts";
import type { Edit } from "../statement.ts";
import { editsNotAllowed, requireEditable } from "./require-editable.ts";

/** {@link applyEdit} as stated. @throws {CountersignError} also `request_changed` */
export async function applyStatedEdit(
  tx: Transaction,
  request: Decidable,
  { edit, personId, now }: { edit: Edit; personId: string; now: Date },
): Promise<Decidable> {
  if (edit.from !== request.actionDigest)
    throw requestChanged(`${request.requestId} isn't the edited request`);
  return applyEdit(tx, request, { personId, patch: edit.patch, now });
}

interface Editing {
  personId: string;
  patch: Edit["patch"];
  now: Date;
}

/**
 * Gives a locked pending request the edited action, in the transaction of the approval that signs
 * it. The live policy's requirements for the edited action are added to the earlier ones, so that
 * an edit never makes an approval easier. Approvals of the original action no longer count, and it
 * is never granted.
 * @throws {CountersignError} `edits_not_allowed`, `invalid_action`, `blocked_by_policy`,
 * `already_decided`, and the errors of {@link findForDecider}: the person may not be among the
 * approvers of the edited action.
 */
export async function applyEdit(tx: Transaction, request: Decidable, editing: Editing): Promise<Decidable> {
  const { requestId } = request;
  const { personId, patch, now } = editing;
  await requireEditable(tx, request);
  const version = await currentPolicyVersion(tx);
  const policy = await loadPolicy(tx, version);
  const action = editedAction(request.action, patch);
  checkParams(policy, action);
  requireSameCurrencies(policy.catalog.get(action.type), request, action);
  const row = await pendingRow(tx, requestId);
  // The live policy may no longer allow edits of the original action.
  requireEditsAllowed(request, await pendingOutcome(tx, policy, row, now), version);
  const outcome = await pendingOutcome(tx, policy, { ...row, action: canonicalJson(action) }, now);
  requireEditsAllowed(request, outcome, version);
  const amount = countedAmount(action, policy.catalog.get(action.type));
  await insertEdit(tx, request, editing);
  await endStandingOfTypes(tx, [requestId], { reason: "edited", actor: { personId }, now });
  // One-way, although the row is locked: the first decision succeeds.
  const edited = await tx.execute(sql`
    update requests set action = ${storableAction(action)}, action_digest = ${actionDigest(request.agentId, action)},
      amount = ${amount === undefined ? null : String(amount.amount)}::numeric, currency = ${amount?.currency ?? null},
      policy_version = ${version}, rule_ids = ${sql.param(outcome.ruleIds)}::text[]
    where id = ${requestId} and state = 'pending' and action_digest = ${request.actionDigest} returning id`);
  if (edited.length === 0) throw decidedMeanwhile(requestId);
  const actor = { personId };
  if (outcome.kind === "stricter") await takeStricter(tx, [outcome], { version, actor, now });
  const ended = [sql`r.id = ${requestId}`];
  await voidPendingApprovals(tx, { ended, reason: "request_edited", actor, now });
  return findForDecider(tx, { requestId, personId, now });
}

/** @throws {CountersignError} `invalid_action` */
function editedAction(action: Action, patch: Edit["patch"]): Action {
  const parsed = actionSchema.safeParse(applyPatch(action as never, patch));
  if (parsed.success) return parsed.data;
  throw new CountersignError("invalid_action", "the edited action is malformed", {
    userMessage: "The edited action isn't valid. Change the values and review again.",
    cause: parsed.error,
  });
}

/** The digits in another currency are another sum. Publishing doesn't check `currencyParam`. */
function requireSameCurrencies(entry: ActionType | undefined, asked: Decidable, { params }: Action): void {
  if (!entry) return;
  const { currencyParam, descriptor = { fields: [] } } = entry;
  const places = [
    ...[...currencyPointers(descriptor)].map((path) => pointerTokens(path) ?? []),
    ...(currencyParam === null ? [] : [currencyParam.split(".")]),
  ];
  if (places.every((at) => valueAt(params, at) === valueAt(asked.action.params, at))) return;
  throw new CountersignError("edits_not_allowed", `the edit changes the currency of ${asked.requestId}`, {
    userMessage: "The currency of an amount can't be edited. Deny the request instead.",
  });
}

/** Refuses an edit that policy blocks, or an action that may not be edited. */
function requireEditsAllowed(
  { requestId, safeguards }: Decidable,
  outcome: PendingOutcome,
  version: number,
): asserts outcome is Exclude<PendingOutcome, { kind: "cancelled" }> {
  if (outcome.kind === "cancelled") throw blocked(requestId, version);
  const stricter = outcome.kind === "stricter" ? outcome.safeguards : undefined;
  if (!stricter) return;
  if (!stricter.allowEdits) throw editsNotAllowed(requestId, "none");
  if (stricter.numberMatching && !safeguards.numberMatching)
    throw new CountersignError("edits_not_allowed", `the edited ${requestId} needs a number`, {
      userMessage:
        "The edited request would need number matching, but the agent has no number for it. Deny the request instead.",
    });
}

async function pendingRow(tx: Transaction, requestId: string): Promise<PendingRow> {
  const [row] = await tx.execute<PendingRow>(sql`
    select ${pendingColumns} from requests r join agents a on a.id = r.agent_id where r.id = ${requestId}`);
  if (row) return row;
  throw new CountersignError("internal", `no request ${requestId}`);
}

function blocked(requestId: string, version: number): CountersignError {
  return new CountersignError("blocked_by_policy", `policy ${version} blocks the edited ${requestId}`, {
    userMessage: "Policy blocks the edited action, so it can't be approved.",
  });
}

async function insertEdit(
  tx: Transaction,
  { requestId, agentId, action, actionDigest: askedDigest }: Decidable,
  { personId, patch, now }: Editing,
): Promise<void> {
  await tx.insert(requestEdits).values({
    requestId,
    editedBy: personId,
    editedAt: now,
    askedAction: canonicalJson(action),
    askedDigest,
    patch: canonicalJson(patch),
  });
  const subject = { request: requestId, agent: agentId, person: personId };
  const data = { asked_digest: askedDigest, paths: patch.map(({ path }) => path) };
  await recordAudit(tx, { type: "request.edited", actor: { personId }, subject, data }, now);
}
