import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { AgentStatus } from "#db/schema/agents";
import { type RowOf, selectList } from "#db/select-list";
import { approvalsNow } from "#lib/approvals/approvals-now";
import { explainCountedAsOne } from "#lib/approvals/counting/counted-as-one";
import { requestNotFound } from "#lib/approvals/decision-errors";
import { descriptorOf } from "#lib/approvals/descriptor-of";
import { findEdit } from "#lib/approvals/edits/find-edit";
import { loadEligibleApprovers } from "#lib/approvals/eligible-approvers";
import { type Decidable, findDecidable } from "#lib/approvals/find-decidable";
import { isQuorumImpossible, listDeciders } from "#lib/approvals/list-deciders";
import { listDecisions } from "#lib/approvals/list-decisions";
import { findGrantView } from "#lib/grants/find-view";
import { CountersignError } from "#lib/kernel/errors";
import { currentPolicyVersion, loadPolicy } from "#lib/policy/engine/load";
import type { LoadedPolicy } from "#lib/policy/engine/rule-index";
import type { Action } from "#lib/policy/language/action";
import { readSafeguards } from "#lib/policy/language/safeguards";
import { rangeOfTier } from "#lib/policy/thresholds/threshold-of-rules";
import { requestColumns } from "./request-columns.ts";
import { type RequestSource, requestSource } from "./request-source.ts";
import type { PolicyBasis, RequestView, ViewerRole } from "./request-view.ts";
import { stateAt } from "./state-at.ts";
import { opensAgent, type RequestReader, readableRequests } from "./visible-requests.ts";

/**
 * A request with everything for the approval screen, within {@link readableRequests}.
 * @throws {CountersignError} `not_found` when no request has this ID, or the viewer may not see it.
 */
export async function findRequestForViewer(
  db: Database,
  viewer: RequestReader,
  requestId: string,
  now: Date,
): Promise<RequestView> {
  const row = await findRow(db, viewer, requestId, now);
  const [policy, shownPolicy, decisions, eligible, grant, edit, viewerRole] = await Promise.all([
    loadPolicy(db, row.policy_version),
    loadShownPolicy(db, row),
    listDecisions(db, requestId),
    loadEligibleApprovers(db, { requestId, now }),
    findGrantView(db, requestId, now),
    findEdit(db, requestId),
    findViewerRole(db, { requestId, personId: viewer.personId, isYours: row.is_yours, now }),
  ]);
  const request = requestPart(row, shownPolicy, now);
  // While the request is pending, approvals of people who may no longer decide do not count.
  const { required, given } = request.state === "pending" ? approvalsNow(eligible, now) : request.approvals;
  return {
    ...request,
    approvals: { required, given },
    countedAsOne: request.state === "pending" ? await explainCountedAsOne(db, eligible, now) : [],
    policy: basisOf(policy, row.rule_ids),
    decisions,
    requirements: listDeciders(eligible, now),
    isQuorumImpossible: isQuorumImpossible(eligible),
    grant: grant ?? null,
    edit: edit ?? null,
    viewerRole,
  };
}

// A publication that doesn't change a request's outcome leaves the request's version.
async function loadShownPolicy(db: Database, { state, policy_version }: Row): Promise<LoadedPolicy> {
  return loadPolicy(db, state === "pending" ? await currentPolicyVersion(db) : policy_version);
}

type Row = RowOf<ReturnType<typeof selectedBy>>;

function selectedBy(viewer: RequestReader, now: Date) {
  return {
    ...requestColumns(viewer, now),
    reason: sql<string | null>`r.reason`,
    context: sql<string | null>`r.context`,
    source: sql<RequestSource>`${requestSource()}`,
    agent_status: sql<AgentStatus>`a.status`,
    policy_version: sql<number>`r.policy_version`,
    rule_ids: sql<string[]>`r.rule_ids`,
    safeguards: sql<unknown>`r.safeguards`,
    opens_agent: sql<boolean>`${opensAgent(viewer)}`,
  };
}

async function findRow(db: Database, viewer: RequestReader, requestId: string, now: Date): Promise<Row> {
  const [row] = await db.execute<Row>(sql`
    select ${selectList(selectedBy(viewer, now))}
    from requests r join agents a on a.id = r.agent_id join people o on o.id = r.owner_id
    where r.id = ${requestId} and ${readableRequests(viewer, now)}`);
  if (row) return row;
  throw requestNotFound(requestId, viewer.personId);
}

// The deciding verb determines whether this person may decide, so the screen cannot disagree.
async function findViewerRole(
  db: Database,
  { isYours, ...who }: { requestId: string; personId: string; isYours: boolean; now: Date },
): Promise<ViewerRole> {
  try {
    const decidable: Decidable = await findDecidable(db, who);
    return { mayDecide: true, decidable };
  } catch (thrown) {
    if (!(thrown instanceof CountersignError)) throw thrown;
    return { mayDecide: false, isYours, code: thrown.code, message: thrown.userMessage };
  }
}

function requestPart(row: Row, policy: LoadedPolicy, now: Date) {
  const action = JSON.parse(row.action) as Action;
  const expiresAt = new Date(row.expires_at);
  return {
    id: row.id,
    state: stateAt(row.state, expiresAt, now),
    closeReason: row.close_reason,
    action,
    actionDigest: row.action_digest,
    entry: entryOf(policy, action.type),
    descriptor: descriptorOf(policy, action.type)?.descriptor,
    reason: row.reason,
    context: row.context,
    agent: {
      ...{ id: row.agent_id, name: row.agent_name, status: row.agent_status },
      ...{ isTest: row.is_test, mayOpen: row.opens_agent },
    },
    source: row.source,
    owner: { id: row.owner_id, name: row.owner_name },
    approvals: { required: row.approvals_required, given: row.approvals_given },
    safeguards: readSafeguards(row.safeguards),
    isBreakGlass: row.is_break_glass,
    createdAt: new Date(row.created_at),
    expiresAt,
    closedAt: row.closed_at === null ? null : new Date(row.closed_at),
  };
}

function entryOf(policy: LoadedPolicy, actionType: string): RequestView["entry"] {
  const entry = policy.catalog.get(actionType);
  if (!entry) return null;
  const { title, risk, amountParam, currencyParam, denyReasons } = entry;
  return { title, risk, amountParam, currencyParam, ...(denyReasons && { denyReasons }) };
}

function basisOf(policy: LoadedPolicy, ruleIds: string[]): PolicyBasis {
  const byId = new Map(policy.rules.map(({ rule }) => [rule.id, rule]));
  return {
    version: policy.version,
    rules: ruleIds.map((id) => {
      const rule = byId.get(id);
      return { id, title: rule?.title ?? id, tier: rule && rangeOfTier(rule) };
    }),
  };
}
