import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { requestExpiry } from "#lib/expiries/expiries";
import { factsAtRequest } from "#lib/facts/facts-at-request";
import { evaluateVersion } from "#lib/policy/engine/evaluate";
import type { LoadedPolicy } from "#lib/policy/engine/rule-index";
import type { Verdict } from "#lib/policy/engine/verdict";
import { verdictOnTest } from "#lib/policy/engine/verdict-on-test";
import type { Action } from "#lib/policy/language/action";
import { stricterRequirements } from "#lib/policy/language/merge-requirements";
import { type Requirement, readRequirements } from "#lib/policy/language/requirement";
import { readSafeguards, type Safeguards, stricterSafeguards } from "#lib/policy/language/safeguards";

/** What decides about a pending request. */
export interface PendingColumns {
  id: string;
  agent_id: string;
  owner_id: string;
  action: string;
  approvals_required: number;
  requirements: unknown;
  safeguards: unknown;
  grant_ttl_seconds: number;
  created_at: string;
  expires_at: string;
  is_test: boolean;
}

/** The columns of a pending request and its agent for evaluating a new version. */
export interface PendingRow extends PendingColumns, Record<string, unknown> {
  /** The agent's. */
  labels: string[];
}

/** Its columns, of the aliases `r` (requests) and `a` (agents). */
export const pendingColumns = sql`r.id, r.agent_id, r.owner_id, r.action, r.approvals_required, r.requirements, r.safeguards, r.grant_ttl_seconds,
  r.created_at, r.expires_at, a.labels, a.is_test`;

export type PendingOutcome =
  | { kind: "cancelled"; row: PendingRow; ruleIds: string[] }
  | Stricter
  | {
      kind: "unchanged";
      row: PendingRow;
      ruleIds: string[];
      /** Whether the version would auto-approve the action if it were requested again. */
      isAllowedNow: boolean;
    };

/** It stays pending, and needs more, expires sooner or gives a shorter grant. */
export interface Stricter {
  kind: "stricter";
  row: PendingRow;
  approvalsRequired: number;
  /** Undefined: as before. */
  requirements: Requirement[] | undefined;
  /** Undefined: as before. */
  safeguards: Safeguards | undefined;
  grantTtlSeconds: number;
  /** Never later than before. */
  expiresAt: Date;
  ruleIds: string[];
}

/** Evaluates a pending request by a version, for publishing and its review. */
export async function pendingOutcome(
  db: Database | Transaction,
  policy: LoadedPolicy,
  row: PendingRow,
  now: Date,
): Promise<PendingOutcome> {
  const { id, agent_id: agent, owner_id: owner, labels } = row;
  const action = JSON.parse(row.action) as Action;
  const facts = await factsAtRequest(db, policy, { id, agentId: agent, ownerId: owner, action, labels }, now);
  const verdict = evaluateVersion(policy, { agent, owner, action, facts }, now);
  return whatWouldHappen(row, row.is_test ? verdictOnTest(verdict) : verdict);
}

/** Only stricter requirements change a request: otherwise a statement on screen stays valid. */
function whatWouldHappen(row: PendingRow, { outcome, ...verdict }: Verdict): PendingOutcome {
  const { ruleIds } = verdict;
  if (outcome === "block") return { kind: "cancelled", row, ruleIds };
  const current = readRequirements(row.requirements, row.approvals_required);
  const requirements = stricterRequirements(current, verdict.requirements);
  const approvalsRequired = Math.max(row.approvals_required, verdict.approvalsRequired);
  const safeguards =
    outcome === "step_up"
      ? stricterSafeguards(readSafeguards(row.safeguards), verdict.safeguards)
      : undefined;
  const grantTtlSeconds =
    outcome === "step_up" ? Math.min(row.grant_ttl_seconds, verdict.grantTtlSeconds) : row.grant_ttl_seconds;
  const expiresAt = outcome === "step_up" ? sooner(row, verdict.requestTtlSeconds) : new Date(row.expires_at);
  const isSame =
    !requirements &&
    !safeguards &&
    grantTtlSeconds === row.grant_ttl_seconds &&
    expiresAt.getTime() === new Date(row.expires_at).getTime();
  if (isSame) return { kind: "unchanged", row, ruleIds, isAllowedNow: outcome === "allow" };
  return {
    ...{ kind: "stricter", row, approvalsRequired, requirements, safeguards },
    ...{ grantTtlSeconds, expiresAt, ruleIds },
  };
}

/** The request's expiry with this lifetime from the moment of the ask, never later than before. */
function sooner(row: PendingRow, requestTtlSeconds: number): Date {
  const shortened = requestExpiry(new Date(row.created_at), requestTtlSeconds);
  return new Date(Math.min(shortened.getTime(), new Date(row.expires_at).getTime()));
}
