import { clientOf, type Database, type Transaction } from "#db/client";
import { keptDaysOfTotals } from "#lib/facts/first-kept";
import { timeOfId } from "#lib/kernel/ids";
import { countedAmount } from "#lib/policy/action-types/action-amount";
import type { Facts } from "#lib/policy/engine/context";
import { historiesNeeded, type LoadedPolicy, totalsNeeded } from "#lib/policy/engine/rule-index";
import type { Action } from "#lib/policy/language/action";
import { windowSeconds } from "#lib/policy/language/total";
import { historyAtRequest } from "./history-at-request.ts";
import { readRunningTotals } from "./read-running-totals.ts";
import { readTotals } from "./read-totals.ts";

/** A past request, and its agent now. */
export interface PastRequest {
  id: string;
  agentId: string;
  ownerId: string;
  action: Action;
  labels: readonly string[];
}

/**
 * The facts for reevaluating a past request. Later requests do not count towards its totals. A
 * recent request's totals are read from subtotals. What was new to the agent is as of the request.
 * @param options.countsDecided to approve or redeem the request: also reads what later allowed or
 * approved requests add to totals of a resource. They did not count this pending request if another
 * owner's agent made it.
 */
export async function factsAtRequest(
  db: Database | Transaction,
  policy: LoadedPolicy,
  past: PastRequest,
  now: Date,
  { countsDecided = false }: { countsDecided?: boolean } = {},
): Promise<Facts> {
  const { id, agentId, ownerId, action, labels } = past;
  const totals = totalsNeeded(policy, action.type);
  const histories = historiesNeeded(policy, action.type);
  const facts: Facts = {
    labels,
    ...(histories.length > 0 && {
      isNew: await historyAtRequest(clientOf(db), { ...past, histories, at: timeOfId(id) }),
    }),
  };
  if (totals.length === 0) return facts;
  const amount = countedAmount(action, policy.catalog.get(action.type));
  const request = { id, agentId, ownerId, action, amount, at: timeOfId(id), countsDecided };
  const sql = clientOf(db);
  if (now.getTime() - request.at.getTime() > mostSecondsAgo * 1000)
    return { ...facts, ...(await readTotals(sql, totals, request)) };
  return { ...facts, ...(await readRunningTotals(sql, [{ totals, request }])).of(0) };
}

// Half a day before subtotals of the longest window are deleted.
const mostSecondsAgo = (keptDaysOfTotals - 0.5) * 86_400 - windowSeconds["7d"];
