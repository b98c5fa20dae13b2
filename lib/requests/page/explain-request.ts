import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { requestNotFound } from "#lib/approvals/decision-errors";
import { factsAtRequest } from "#lib/facts/facts-at-request";
import { type Facts, keyOfHistory } from "#lib/policy/engine/context";
import { loadPolicy } from "#lib/policy/engine/load";
import { historiesNeeded, type LoadedPolicy, totalsNeeded } from "#lib/policy/engine/rule-index";
import { type Explanation, explain } from "#lib/policy/explanation/explain";
import type { Action } from "#lib/policy/language/action";
import { type RequestReader, readableRequests } from "../visible-requests.ts";

interface Row extends Record<string, unknown> {
  id: string;
  agent_id: string;
  owner_id: string;
  action: string;
  facts: Facts | null;
  policy_version: number;
  rule_ids: string[];
  created_at: string;
}

/** Explains the outcome by the version that decided and its facts. @throws `not_found` */
export async function explainRequest(
  db: Database,
  viewer: RequestReader,
  requestId: string,
  now: Date,
): Promise<Explanation> {
  const [row] = await db.execute<Row>(sql`
    select r.id, r.agent_id, r.owner_id, r.action, r.facts, r.policy_version, r.rule_ids, r.created_at
    from requests r join agents a on a.id = r.agent_id
    where r.id = ${requestId} and ${readableRequests(viewer, now)}`);
  if (!row) throw requestNotFound(requestId, viewer.personId);
  const policy = await loadPolicy(db, row.policy_version);
  const action = JSON.parse(row.action) as Action;
  const facts = await factsOf(db, { policy, row, action, now });
  const ask = { agent: row.agent_id, owner: row.owner_id, action, facts };
  return explain(policy, ask, new Date(row.created_at), row.rule_ids);
}

// A later version's reevaluation may read facts the first version did not.
async function factsOf(
  db: Database,
  { policy, row, action, now }: { policy: LoadedPolicy; row: Row; action: Action; now: Date },
): Promise<Facts> {
  const { labels = [], totals = {}, ownTotals = {}, isNew = {} } = row.facts ?? {};
  const keys = historiesNeeded(policy, action.type).flatMap((one) => keyOfHistory(one, action) ?? []);
  const areTotals = totalsNeeded(policy, action.type).every(({ name }) => name in totals);
  if (areTotals && keys.every((key) => key in isNew)) return { labels, totals, ownTotals, isNew };
  const past = { id: row.id, agentId: row.agent_id, ownerId: row.owner_id, action, labels };
  const since = await factsAtRequest(db, policy, past, now);
  return {
    ...since,
    totals: { ...since.totals, ...totals },
    // Without a recorded difference, none.
    ownTotals: { ...since.ownTotals, ...totals, ...ownTotals },
  };
}
