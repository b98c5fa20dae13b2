import { sql as fragment } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { type AuditFact, recordAudits } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { loadPolicy } from "#lib/policy/load";
import { type PendingRow, pendingColumns, pendingFate, type Stricter } from "./pending-fate.ts";

const actor = { type: "system", id: "publish" } as const;

/**
 * Applies a policy version to every pending request, in the transaction that publishes it: what it blocks is cancelled, what it is
 * stricter about takes the stricter requirement, nothing is loosened under the owner's hands. The head of the
 * policy is locked, so a request that was judged by the version before is either among these or is judged again.
 *
 * Everything is written in few statements, however many wait: nobody can decide on them until this commits.
 */
export async function reevaluatePending(
  tx: Transaction,
  version: number,
  now: Date,
): Promise<{ cancelled: number; stricter: number }> {
  const policy = await loadPolicy(tx, version);
  const rows = await tx.execute<PendingRow>(fragment`
    select ${pendingColumns} from requests r join agents a on a.id = r.agent_id
    where r.state = 'pending' and r.policy_version < ${version} order by r.id for update of r`);
  const blocked: PendingRow[] = [];
  const changes: Stricter[] = [];
  for (const row of rows) {
    const fate = await pendingFate(tx, policy, row, now);
    if (fate.kind === "cancelled") blocked.push(row);
    if (fate.kind === "stricter") changes.push(fate);
  }
  await cancel(tx, blocked, version, now);
  await takeStricter(tx, changes, version, now);
  const touched = [...blocked, ...changes.map(({ row }) => row)];
  if (touched.length > 0) await notify(tx, ...touched.map(({ id }) => `request/${id}` as const), "queue");
  return { cancelled: blocked.length, stricter: changes.length };
}

async function cancel(tx: Transaction, rows: PendingRow[], version: number, now: Date): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(fragment`
    update requests set state = 'cancelled', close_reason = 'blocked_by_policy', closed_at = ${now.toISOString()}
    where id = any(${fragment.param(rows.map(({ id }) => id))}::text[]) and state = 'pending'`);
  const data = { reason: "blocked_by_policy", policy_version: version };
  await recordAudits(
    tx,
    rows.map((row) => ({ type: "request.cancelled", actor, subject: subjectOf(row), data })),
    now,
  );
}

async function takeStricter(tx: Transaction, changes: Stricter[], version: number, now: Date): Promise<void> {
  if (changes.length === 0) return;
  const columns = changes.map(({ kind: _, row, requirements, ...change }) => ({
    id: row.id,
    requirements: requirements ?? null,
    ...change,
  }));
  await tx.execute(fragment`
    update requests r set approvals_required = c."approvalsRequired", grant_ttl_seconds = c."grantTtlSeconds",
      requirements = coalesce(c.requirements, r.requirements), policy_version = ${version}, rule_ids = array(select jsonb_array_elements_text(c."ruleIds"))
    from jsonb_to_recordset(${JSON.stringify(columns)}::text::jsonb)
      as c(id text, requirements jsonb, "approvalsRequired" int, "grantTtlSeconds" int, "ruleIds" jsonb)
    where r.id = c.id and r.state = 'pending'`);
  await recordAudits(
    tx,
    changes.map((change) => requirementChanged(change, version)),
    now,
  );
}

function requirementChanged(change: Stricter, version: number): AuditFact {
  const { row, approvalsRequired, requirements, ruleIds } = change;
  const data = {
    approvals_required: approvalsRequired,
    ...(requirements && { requirements }),
    policy_version: version,
    rules: ruleIds,
  };
  return { type: "request.requirement_changed", actor, subject: subjectOf(row), data };
}

function subjectOf({ id, agent_id, owner_id }: PendingRow): AuditFact["subject"] {
  return { request: id, agent: agent_id, person: owner_id };
}
