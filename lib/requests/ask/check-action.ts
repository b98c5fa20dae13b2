import type { Database } from "#db/client";
import { testRequestType } from "#lib/descriptors/test-request-type";
import { CountersignError } from "#lib/kernel/errors";
import { takeFromLimit } from "#lib/limits/take";
import { checkParams } from "#lib/policy/action-types/check-params";
import type { LoadedPolicy } from "#lib/policy/engine/rule-index";
import type { Action } from "#lib/policy/language/action";
import { idByWebhookId } from "#lib/requests/request-response";
import type { Submission } from "./submission.ts";

/**
 * Refuses the action type of test requests to every agent but a test agent, and params that don't
 * match their type ({@link checkParams}). @throws {CountersignError} `invalid_action`
 */
export function checkAction(
  policy: LoadedPolicy,
  { id, isTest }: Pick<Submission["caller"], "id" | "isTest">,
  action: Action,
): void {
  // Approvers read built-in words for the type, and another agent would get a grant.
  if (action.type === testRequestType && !isTest)
    throw new CountersignError("invalid_action", `${id} is no test agent`, {
      userMessage: `The action type ${testRequestType} is for test requests from the console. Use another type.`,
      details: { errors: [{ path: "/action/type", message: "is for test requests only" }] },
    });
  checkParams(policy, action);
}

/**
 * Checks an ask's params against the live version's action types. An accepted ask stays accepted:
 * an ask under a webhook-id used before is not new (invariant 12).
 * @returns false for a known webhook-id, whose recorded answer applies.
 * @throws {CountersignError} `invalid_action` with the errors, after counting the ask;
 * `rate_limited`.
 */
export async function acceptsParams(
  db: Database,
  policy: LoadedPolicy,
  submission: Submission,
): Promise<boolean> {
  const { caller, ask, limit, now } = submission;
  try {
    checkAction(policy, caller, ask.action);
    return true;
  } catch (refusal) {
    if (await isKnownAsk(db, submission)) return false;
    await takeFromLimit(db, limit, now);
    throw refusal;
  }
}

/** Whether a request of the agent has this webhook-id, or this number of the same call. */
export async function isKnownAsk(
  db: Database,
  { caller, webhookId, pickUp }: Pick<Submission, "caller" | "webhookId" | "pickUp">,
): Promise<boolean> {
  const known = await db.$client`
    select from requests where id = ${idByWebhookId(db.$client, caller.id, webhookId)}
    union all
    select from requests where agent_id = ${caller.id}
      and pick_up_key = ${pickUp?.key ?? null} and pick_up_number = ${pickUp?.number ?? null}`;
  return known.length > 0;
}
