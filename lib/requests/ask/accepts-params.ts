import type { Database } from "#db/client";
import { takeFromLimit } from "#lib/limits/take";
import { checkParams } from "#lib/policy/action-types/check-params";
import type { LoadedPolicy } from "#lib/policy/engine/rule-index";
import type { Submission } from "./submission.ts";

/**
 * Checks an ask's params against the action types of the live version. An ask accepted once stays
 * accepted: an ask under a webhook-id that this agent used before is not a new one, whatever the
 * action types by now (invariant 12).
 * @returns false when the webhook-id is known, and the recorded answer applies.
 * @throws {CountersignError} `invalid_action` with the errors, after counting the ask;
 *   `rate_limited`.
 */
export async function acceptsParams(
  db: Database,
  policy: LoadedPolicy,
  submission: Submission,
): Promise<boolean> {
  const { ask, limit, now } = submission;
  try {
    checkParams(policy, ask.action);
    return true;
  } catch (refusal) {
    if (await isKnownAsk(db, submission)) return false;
    await takeFromLimit(db, limit, now);
    throw refusal;
  }
}

/** Whether the agent used this webhook-id before. */
export async function isKnownAsk(
  db: Database,
  { caller, webhookId }: Pick<Submission, "caller" | "webhookId">,
): Promise<boolean> {
  const known = await db.$client`
    select from requests where agent_id = ${caller.id} and webhook_id = ${webhookId}`;
  return known.length > 0;
}
