import { sql as fragment } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { type Actor, type AuditFact, recordAudits } from "#lib/audit/record";
import { notifyOfRequests } from "#lib/events/hub";
import { enqueueExpiries, expiryDueAt } from "#lib/expiries/expiries";
import { loadPolicy } from "#lib/policy/engine/load";
import { type PendingRow, pendingColumns, pendingOutcome, type Stricter } from "./pending-outcome.ts";

export interface Reevaluation {
  version: number;
  /** Without an ID: requests of an older version. With one: the request or the agent's. */
  requestId?: string;
  agentId?: string;
  actor?: Actor;
  now: Date;
}

const publishing: Actor = { type: "system", id: "publish" };

/**
 * Applies the live policy to pending requests, in the transaction that publishes the policy or
 * changes the agent's labels: a blocked request is cancelled, a stricter verdict adds requirements
 * or an earlier expiry, and nothing becomes looser. The head of the policy is locked, so a request
 * evaluated by the previous version is among these or is reevaluated. An ask evaluated while labels
 * change is reevaluated at its approval or redemption.
 *
 * A few statements write everything: no one can decide on the requests until the commit.
 */
export async function reevaluatePending(
  tx: Transaction,
  reevaluation: Reevaluation,
): Promise<{ cancelled: number; stricter: number }> {
  const { version, requestId, agentId, actor = publishing, now } = reevaluation;
  const policy = await loadPolicy(tx, version);
  const which =
    requestId !== undefined
      ? fragment`r.id = ${requestId}`
      : agentId !== undefined
        ? fragment`r.agent_id = ${agentId}`
        : fragment`r.policy_version < ${version}`;
  const rows = await tx.execute<PendingRow>(fragment`
    select ${pendingColumns} from requests r join agents a on a.id = r.agent_id
    where r.state = 'pending' and ${which} order by r.id for update of r`);
  const blocked: PendingRow[] = [];
  const changes: Stricter[] = [];
  for (const row of rows) {
    const outcome = await pendingOutcome(tx, policy, row, now);
    if (outcome.kind === "cancelled") blocked.push(row);
    if (outcome.kind === "stricter") changes.push(outcome);
  }
  const by = { version, actor, now };
  await cancel(tx, blocked, by);
  await takeStricter(tx, changes, by);
  const touched = [...blocked, ...changes.map(({ row }) => row)];
  await notifyOfRequests(
    tx,
    touched.map(({ id }) => id),
  );
  return { cancelled: blocked.length, stricter: changes.length };
}

type By = Required<Pick<Reevaluation, "version" | "actor" | "now">>;

async function cancel(tx: Transaction, rows: PendingRow[], { version, actor, now }: By): Promise<void> {
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

/** Adds a stricter verdict's requirements to pending requests, on record. */
export async function takeStricter(tx: Transaction, changes: Stricter[], by: By): Promise<void> {
  const { version, now } = by;
  if (changes.length === 0) return;
  const columns = changes.map(({ kind: _, row, requirements, safeguards, expiresAt, ...change }) => ({
    id: row.id,
    requirements: requirements ?? null,
    safeguards: safeguards ?? null,
    expiresAt: expiresAt.toISOString(),
    ...change,
  }));
  await tx.execute(fragment`
    update requests r set approvals_required = c."approvalsRequired", grant_ttl_seconds = c."grantTtlSeconds",
      requirements = coalesce(c.requirements, r.requirements), safeguards = coalesce(c.safeguards, r.safeguards),
      expires_at = least(r.expires_at, c."expiresAt"), policy_version = ${version}, rule_ids = array(select jsonb_array_elements_text(c."ruleIds"))
    from jsonb_to_recordset(${JSON.stringify(columns)}::text::jsonb)
      as c(id text, requirements jsonb, safeguards jsonb, "approvalsRequired" int, "grantTtlSeconds" int, "expiresAt" timestamptz, "ruleIds" jsonb)
    where r.id = c.id and r.state = 'pending'`);
  await expireSooner(tx, changes.filter(expiresSooner));
  await recordAudits(
    tx,
    changes.map((change) => requirementChanged(change, by)),
    now,
  );
}

function expiresSooner({ row, expiresAt }: Stricter): boolean {
  return expiresAt < new Date(row.expires_at);
}

/** The job of the later expiry finds these requests ended. */
async function expireSooner(tx: Transaction, changes: Stricter[]): Promise<void> {
  if (changes.length === 0) return;
  await enqueueExpiries(
    tx,
    changes.map(({ expiresAt }) => expiryDueAt(expiresAt)),
  );
}

function requirementChanged(change: Stricter, { version, actor }: By): AuditFact {
  const { row, approvalsRequired, requirements, safeguards, ruleIds } = change;
  const data = {
    approvals_required: approvalsRequired,
    ...(requirements && { requirements }),
    ...(safeguards && { safeguards }),
    ...(expiresSooner(change) && { expires_at: change.expiresAt.toISOString() }),
    policy_version: version,
    rules: ruleIds,
  };
  return { type: "request.requirement_changed", actor, subject: subjectOf(row), data };
}

function subjectOf({ id, agent_id, owner_id }: PendingRow): AuditFact["subject"] {
  return { request: id, agent: agent_id, person: owner_id };
}
