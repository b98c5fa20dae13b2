import type { Database } from "#db/client";
import { findAgent } from "#lib/agents/find-agent";
import { readRunningTotals } from "#lib/facts/read-running-totals";
import { countedAmount } from "#lib/policy/action-types/action-amount";
import { readDraft } from "#lib/policy/drafts/draft";
import type { TotalFacts } from "#lib/policy/engine/context";
import { currentPolicyVersion, loadPolicy, preparePolicy } from "#lib/policy/engine/load";
import { historiesNeeded, type LoadedPolicy, totalsNeeded } from "#lib/policy/engine/rule-index";
import { type Explanation, explain } from "#lib/policy/explanation/explain";
import { readHistory } from "#lib/policy/history/read-history";
import type { Action } from "#lib/policy/language/action";
import { readsEverything } from "#lib/requests/visible-requests";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { checkAction } from "./check-action.ts";

export interface Trial {
  viewer: Viewer;
  /** The evaluating policy; the draft is for admins. */
  policy: "in_force" | "draft";
  /** An agent that the viewer may see. */
  agentId: string;
  action: Action;
  at: Date;
  now: Date;
}

/**
 * Simulates an ask. Totals are real, as far as the viewer may read the counted requests.
 * @throws {CountersignError} `not_found` when the viewer has no role, or may not see the agent or
 * the draft; `invalid_action` with every fault in `details.errors`, as for the agent.
 */
export async function tryAsk(db: Database, trial: Trial): Promise<Explanation> {
  const { viewer, agentId, action, at, now } = trial;
  requireRole(viewer, "admin", "approver", "auditor");
  const agent = await findAgent(db, { viewer, agentId, now });
  const policy = await policyOf(db, trial);
  checkAction(policy, agent, action);
  const totals = await totalsFor(db, policy, trial, agent.owner.id);
  const histories = historiesNeeded(policy, action.type);
  const recalled = { histories, agentId, ownerId: agent.owner.id, action, at };
  const [isNew = {}] = await readHistory(db.$client, [recalled]);
  const facts = { labels: agent.labels, isNew, ...totals };
  return explain(policy, { agent: agentId, owner: agent.owner.id, action, facts }, at);
}

async function policyOf(db: Database, { viewer, policy }: Trial): Promise<LoadedPolicy> {
  if (policy === "in_force") return loadPolicy(db, await currentPolicyVersion(db));
  requireRole(viewer, "admin");
  const draft = await readDraft(db);
  return preparePolicy({ ...draft, version: draft.baseVersion + 1, digest: "" });
}

// A viewer of the agent sees its requests, not other agents'.
async function totalsFor(
  db: Database,
  policy: LoadedPolicy,
  { viewer, agentId, action, at }: Trial,
  ownerId: string,
): Promise<TotalFacts> {
  const readable = totalsNeeded(policy, action.type).filter(
    ({ per }) => per === "agent" || per === "action" || readsEverything(viewer),
  );
  const amount = countedAmount(action, policy.catalog.get(action.type));
  const request = { agentId, ownerId, action, amount, at };
  return (await readRunningTotals(db.$client, [{ totals: readable, request }])).of(0);
}
