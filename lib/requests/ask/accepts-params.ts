import type { Database } from "#db/client";
import { takeFromLimit } from "#lib/limits/take";
import type { LoadedPolicy } from "#lib/policy/engine/rule-index";
import { checkAction } from "./check-action.ts";
import type { Submission } from "./submission.ts";

/**
 * Checks an ask's params against the live version's action types. An ask accepted once stays
 * accepted: an ask under a webhook-id used before by this agent is not new, for any current action
 * types (invariant 12).
 * @returns false for a known webhook-id, whose recorded answer applies.
 * @throws {CountersignError} `invalid_action` with the errors, after counting the ask;
 * `rate_limited`.
 */
export async function acceptsParams(
  db: Database,
  policy: LoadedPolicy,
  submission: Submission,
): Promise<boolean> {
  const { limit, now } = submission;
  try {
    checkAction(policy, submission);
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
