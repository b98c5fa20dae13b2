import { clientOf, type Database, type Transaction } from "#db/client";
import { timeOfId } from "#lib/ids";
import { countedAmount } from "#lib/policy/action-types/counted-amount";
import type { Facts } from "#lib/policy/engine/context";
import { type LoadedPolicy, totalsNeeded } from "#lib/policy/engine/rule-index";
import type { Action } from "#lib/policy/language/action";
import { readTotals } from "./read-totals.ts";

/** A past request, and its agent now. */
export interface PastRequest {
  id: string;
  agentId: string;
  ownerId: string;
  action: Action;
  /** The agent's labels. */
  labels: readonly string[];
}

/**
 * The facts for reevaluating a past request. Totals are of the moment of the request: later
 * requests do not count towards them.
 */
export async function factsAtRequest(
  db: Database | Transaction,
  policy: LoadedPolicy,
  { id, agentId, ownerId, action, labels }: PastRequest,
): Promise<Facts> {
  const totals = totalsNeeded(policy, action.type);
  if (totals.length === 0) return { labels };
  const amount = countedAmount(action, policy.catalogue.get(action.type));
  const of = { id, agentId, ownerId, action, amount, at: timeOfId(id) };
  return { labels, totals: await readTotals(clientOf(db), totals, of) };
}
