import type { Database } from "#db/client";
import { takeFromLimit } from "#lib/limits/take";
import { checkParams } from "#lib/policy/check-params";
import type { LoadedPolicy } from "#lib/policy/load";
import type { Submission } from "./submit.ts";

/**
 * Looks whether an ask's params are what the catalogue of the version in force says. What was accepted once stays accepted: an ask under
 * a webhook-id that this agent used before is no new one, whatever the catalogue says by now (invariant 12).
 * @returns false when the webhook-id is known, and what was recorded is the answer.
 * @throws {CountersignError} `invalid_action` with the faults, after counting the ask; `rate_limited`.
 */
export async function acceptsParams(
  db: Database,
  policy: LoadedPolicy,
  { caller, webhookId, ask, limit, now }: Submission,
): Promise<boolean> {
  try {
    checkParams(policy, ask.action);
    return true;
  } catch (refusal) {
    const known = await db.$client`
      select from requests where agent_id = ${caller.id} and webhook_id = ${webhookId}`;
    if (known.length > 0) return false;
    await takeFromLimit(db, limit, now);
    throw refusal;
  }
}
