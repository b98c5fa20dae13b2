import { sql as fragment } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import type { Action } from "#lib/policy/action";
import { evaluateVersion } from "#lib/policy/evaluate";
import { loadPolicy } from "#lib/policy/load";
import type { Verdict } from "#lib/policy/verdict";

interface PendingRow extends Record<string, unknown> {
  id: string;
  agent_id: string;
  owner_id: string;
  action: string;
  approvals_required: number;
  grant_ttl_seconds: number;
}

/**
 * Applies a policy version to every pending request, in the transaction that publishes it: what it blocks is cancelled, what it is
 * stricter about takes the stricter requirement, nothing is loosened under the owner's hands (design section 3). A request
 * made under the old version at this very moment is caught when it is approved or redeemed.
 */
export async function reevaluatePending(
  tx: Transaction,
  version: number,
  now: Date,
): Promise<{ cancelled: number; stricter: number }> {
  const policy = await loadPolicy(tx, version);
  const rows = await tx.execute<PendingRow>(fragment`
    select id, agent_id, owner_id, action, approvals_required, grant_ttl_seconds from requests
    where state = 'pending' and policy_version < ${version} order by id for update`);
  let cancelled = 0;
  let stricter = 0;
  for (const row of rows) {
    const ask = { agent: row.agent_id, owner: row.owner_id, action: JSON.parse(row.action) as Action };
    const verdict = evaluateVersion(policy, ask, now);
    if (verdict.outcome === "block") {
      await cancel(tx, row, version, now);
      cancelled++;
    } else if (await takeStricter(tx, row, verdict, now)) {
      stricter++;
    }
  }
  return { cancelled, stricter };
}

async function cancel(tx: Transaction, row: PendingRow, version: number, now: Date): Promise<void> {
  await tx.execute(fragment`
    update requests set state = 'cancelled', close_reason = 'blocked_by_policy', closed_at = ${now.toISOString()}
    where id = ${row.id} and state = 'pending'`);
  await recordAudit(
    tx,
    {
      type: "request.cancelled",
      actor: { type: "system", id: "publish" },
      subject: { request: row.id, agent: row.agent_id, person: row.owner_id },
      data: { reason: "blocked_by_policy", policy_version: version },
    },
    now,
  );
  await notify(tx, `request/${row.id}`, "queue");
}

/** Only what became stricter is touched: a statement that somebody is reading stays good when nothing changes for the worse. */
async function takeStricter(tx: Transaction, row: PendingRow, verdict: Verdict, now: Date): Promise<boolean> {
  const approvalsRequired = Math.max(row.approvals_required, verdict.approvalsRequired);
  const grantTtlSeconds =
    verdict.outcome === "step_up"
      ? Math.min(row.grant_ttl_seconds, verdict.grantTtlSeconds)
      : row.grant_ttl_seconds;
  if (approvalsRequired === row.approvals_required && grantTtlSeconds === row.grant_ttl_seconds) return false;
  await tx.execute(fragment`
    update requests set approvals_required = ${approvalsRequired}, grant_ttl_seconds = ${grantTtlSeconds},
      policy_version = ${verdict.policyVersion}, rule_ids = ${fragment.param(verdict.ruleIds)}::text[]
    where id = ${row.id} and state = 'pending'`);
  await recordAudit(
    tx,
    {
      type: "request.requirement_changed",
      actor: { type: "system", id: "publish" },
      subject: { request: row.id, agent: row.agent_id, person: row.owner_id },
      data: {
        approvals_required: approvalsRequired,
        policy_version: verdict.policyVersion,
        rules: verdict.ruleIds,
      },
    },
    now,
  );
  await notify(tx, `request/${row.id}`, "queue");
  return true;
}
