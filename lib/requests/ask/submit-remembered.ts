import type { Database } from "#db/client";
import { CountersignError } from "#lib/kernel/errors";
import type { TotalFacts } from "#lib/policy/engine/context";
import { loadPolicy } from "#lib/policy/engine/load";
import { storableAction } from "#lib/policy/language/storable-action";
import { checkAction } from "./check-action.ts";
import { evaluateAsk } from "./evaluate-ask.ts";
import { insertJudged, type SignGrant, type Submitted, submitted } from "./insert-judged.ts";
import type { InsertResult } from "./insert-requests.ts";
import type { Submission } from "./submission.ts";

/**
 * Decides an ask of a caller in memory. Only a stored request is an answer: the statement has
 * confirmed the caller, the policy version and the signing key under its locks. A refusal may be out
 * of date, and is left to `submitRequest` with a caller that is read again.
 * @returns `stored` if the request was stored; `uses` if the ask was counted.
 */
export async function submitRemembered(
  db: Database,
  submission: Submission,
  sign: SignGrant,
): Promise<{ stored?: Submitted; uses: InsertResult["uses"] }> {
  const { caller, ask, limit, mostPending } = submission;
  try {
    const action = storableAction(ask.action);
    const policy = await loadPolicy(db, caller.policyVersion);
    checkAction(policy, submission);
    const judge = (read?: TotalFacts) => ({
      ...evaluateAsk(submission, policy, action, read),
      ...{ limit, mostPending, isCounted: false },
    });
    const judged = await insertJudged(db, { submission, policy, judge, sign });
    const { isInserted, uses } = judged.result;
    return isInserted ? { stored: submitted(judged), uses } : { uses };
  } catch (error) {
    if (error instanceof CountersignError) return { uses: null };
    throw error;
  }
}
