import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { type ActionAmount, actionAmount } from "#lib/policy/action-types/action-amount";
import { preparePolicy } from "#lib/policy/engine/load";
import type { Action } from "#lib/policy/language/action";
import { readSafeguards } from "#lib/policy/language/safeguards";
import { contentDigest, type PolicyContent } from "#lib/policy/versions/versions";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { type PendingOutcome, type PendingRow, pendingColumns, pendingOutcome } from "./pending-outcome.ts";

/** A pending request affected by a new version; the agent's `resource` and `amount`. */
export interface AffectedRequest {
  id: string;
  actionType: string;
  resource: string | null;
  amount: ActionAmount | null;
  agentName: string;
  /** The approvals currently required. */
  approvals: number;
  outcome: ReturnType<typeof outcomeView>;
  /** The version's deciding rules; none when the default decides. */
  ruleIds: string[];
}

export interface ForeseenPending {
  cancelled: number;
  stricter: number;
  unchanged: number;
  /** Requests in `unchanged` that the version would auto-approve. */
  allowedIfAskedAgain: number;
  /** The affected requests, soonest deadline first; at most one page. */
  affected: AffectedRequest[];
}

const mostListed = 100;

/** Foresees the effect on every pending request, by the publication's code. For admins, else `not_found`. */
export async function foreseePending(
  db: Database,
  { viewer, content, now }: { viewer: Viewer; content: PolicyContent; now: Date },
): Promise<ForeseenPending> {
  requireRole(viewer, "admin");
  const policy = await preparePolicy({ ...content, version: 0, digest: contentDigest(content) });
  const rows = await db.execute<PendingRow & { agent_name: string }>(sql`
    select ${pendingColumns}, a.name as agent_name from requests r join agents a on a.id = r.agent_id
    where r.state = 'pending' and r.closed_at is null and r.expires_at > ${now.toISOString()} order by r.expires_at, r.id`);
  const found: ForeseenPending = {
    cancelled: 0,
    stricter: 0,
    unchanged: 0,
    allowedIfAskedAgain: 0,
    affected: [],
  };
  for (const row of rows) {
    const outcome = await pendingOutcome(db, policy, row, now);
    found[outcome.kind] += 1;
    if (outcome.kind === "unchanged" && outcome.isAllowedNow) found.allowedIfAskedAgain += 1;
    if (outcome.kind === "unchanged" || found.affected.length === mostListed) continue;
    const action = JSON.parse(row.action) as Action;
    found.affected.push({
      ...{ id: row.id, actionType: action.type, resource: action.resource ?? null },
      amount: actionAmount(action, policy.catalog.get(action.type)) ?? null,
      ...{ agentName: row.agent_name, approvals: row.approvals_required },
      ...{ outcome: outcomeView(outcome), ruleIds: outcome.ruleIds },
    });
  }
  return found;
}

function outcomeView(outcome: Exclude<PendingOutcome, { kind: "unchanged" }>) {
  if (outcome.kind === "cancelled") return { kind: outcome.kind };
  const { row, approvalsRequired: approvals, requirements, grantTtlSeconds, expiresAt } = outcome;
  const before = readSafeguards(row.safeguards);
  const after = outcome.safeguards ?? before;
  const asksOthers = requirements !== undefined && approvals === row.approvals_required;
  const hasShorterGrant = grantTtlSeconds < row.grant_ttl_seconds;
  const expiresSooner = expiresAt < new Date(row.expires_at);
  return {
    ...{ kind: outcome.kind, approvals, asksOthers, hasShorterGrant, expiresSooner },
    needsNumber: after.numberMatching && !before.numberMatching,
    readsLonger: after.readingSeconds > before.readingSeconds,
    endsEdits: before.allowEdits && !after.allowEdits,
  };
}
