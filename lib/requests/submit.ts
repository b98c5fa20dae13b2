import type { Database } from "#db/client";
import type { RequestState } from "#db/schema/requests";
import { type AuditRow, auditRow } from "#lib/audit/record";
import type { AgentCaller } from "#lib/callers/find-caller";
import { canonicalJson } from "#lib/canonical";
import { addSeconds } from "#lib/clock";
import { confirmationKey, type NewGrant, newGrant } from "#lib/grants/claims";
import { newId } from "#lib/ids";
import { expiryDueAt, scheduleExpiry } from "#lib/jobs/schedule-expiry";
import { type Action, actionDigest } from "#lib/policy/action";
import { evaluateVersion, loadPolicy, type Verdict } from "#lib/policy/evaluate";
import type { Ask } from "./ask-schema.ts";

export interface Submission {
  caller: AgentCaller;
  /** Which of the caller's keys signed. */
  keyId: string;
  webhookId: string;
  /** SHA-256 of the raw body. */
  bodyHash: Uint8Array;
  ask: Ask;
  origin: string;
  now: Date;
}

/** What the policy decided on a new request, and under which id it is kept. */
export interface Submitted {
  id: string;
  outcome: Verdict["outcome"];
}

const stateOf: Record<Verdict["outcome"], RequestState> = {
  allow: "allowed",
  step_up: "pending",
  block: "blocked",
};

/**
 * Decides on an ask and keeps it: request, audit event, grant and the job that will expire them commit in one statement
 * (invariant 10). A `webhook-id` that this agent used before makes nothing new (invariant 12).
 * @returns undefined when nothing was made: either the webhook-id is known, or the agent's standing changed at this very moment;
 *   the caller looks which.
 */
export async function submitRequest(db: Database, submission: Submission): Promise<Submitted | undefined> {
  const { caller, ask, now } = submission;
  const policy = await loadPolicy(db, caller.policyVersion);
  const verdict = evaluateVersion(
    policy,
    { agent: caller.id, owner: caller.ownerId, action: ask.action },
    now,
  );
  const request = newRequest(submission, verdict);
  const grant = verdict.outcome === "allow" ? grantFor(submission, request, verdict) : undefined;
  const event = auditRow(factOf(request, verdict, grant), now);
  const isKept = await keep(db, request, grant, event);
  return isKept ? { id: request.id, outcome: verdict.outcome } : undefined;
}

type NewRequest = ReturnType<typeof newRequest>;

function newRequest({ caller, keyId, webhookId, bodyHash, ask, now }: Submission, verdict: Verdict) {
  const state = stateOf[verdict.outcome];
  return {
    id: newId("req", now),
    agentId: caller.id,
    agentKeyId: keyId,
    webhookId,
    bodyHash,
    state,
    action: canonicalJson(ask.action),
    actionType: ask.action.type,
    actionDigest: actionDigest(caller.id, ask.action),
    reason: ask.reason ?? null,
    context: ask.context === undefined ? null : canonicalJson(ask.context),
    ownerId: caller.ownerId,
    ownerEpoch: caller.ownerEpoch,
    policyVersion: verdict.policyVersion,
    ruleIds: verdict.ruleIds,
    approvalsRequired: verdict.approvalsRequired,
    grantTtlSeconds: verdict.grantTtlSeconds,
    createdAt: now,
    // Whole seconds: that is what deadlines are shown in and jobs run at. The shorter of what the policy and the agent give.
    expiresAt: addSeconds(new Date(Math.ceil(now.getTime() / 1000) * 1000), lifeSeconds(ask, verdict)),
    closedAt: state === "pending" ? null : now,
  };
}

function lifeSeconds(ask: Ask, verdict: Verdict): number {
  return Math.min(ask.expires_in ?? verdict.requestTtlSeconds, verdict.requestTtlSeconds);
}

function grantFor(
  { caller, keyId, ask, origin, now }: Submission,
  request: NewRequest,
  verdict: Verdict,
): StoredGrant {
  const action: Action = ask.action;
  const grant = newGrant({
    origin,
    requestId: request.id,
    agentId: caller.id,
    ownerId: caller.ownerId,
    ownerEpoch: caller.ownerEpoch,
    action,
    actionDigest: request.actionDigest,
    basis: "policy",
    agentKey: confirmationKey(caller.keys, keyId),
    ttlSeconds: verdict.grantTtlSeconds,
    now,
  });
  return { ...grant, kid: caller.signingKid };
}

type StoredGrant = NewGrant & { kid: string };

function factOf(request: NewRequest, verdict: Verdict, grant: StoredGrant | undefined) {
  const types = { allow: "request.allowed", step_up: "request.pending", block: "request.blocked" } as const;
  return {
    type: types[verdict.outcome],
    actor: { type: "agent" as const, id: request.agentId },
    subject: { request: request.id, agent: request.agentId, person: request.ownerId, grant: grant?.id },
    data: {
      action_type: request.actionType,
      action_digest: request.actionDigest,
      owner_epoch: request.ownerEpoch,
      policy_version: request.policyVersion,
      rules: request.ruleIds,
      approvals_required: request.approvalsRequired,
      expires_at: (grant ?? request).expiresAt.toISOString(),
      key: request.agentKeyId,
    },
  };
}

// One statement, so one round trip and one transaction. The share lock on the agent's row is what makes it safe against an owner
// leaving at the same moment (invariant 8): either this waits and then sees the agent quarantined, or the offboarding waits and
// then sees this request.
async function keep(
  db: Database,
  r: NewRequest,
  grant: StoredGrant | undefined,
  event: AuditRow,
): Promise<boolean> {
  const sql = db.$client;
  const nothing = sql`select null as nothing where false`;
  const dueAt = grant ? expiryDueAt(grant.expiresAt, "grant") : expiryDueAt(r.expiresAt, "request");
  const expires = grant !== undefined || r.state === "pending";
  const [row] = await sql<{ id: string | null }[]>`
    with standing as (
      select id from agents where id = ${r.agentId} and status = 'active' and owner_epoch = ${r.ownerEpoch} for share),
    request as (
      insert into requests (id, agent_id, agent_key_id, webhook_id, body_hash, state, action, action_type, action_digest, reason, context,
        owner_id, owner_epoch, policy_version, rule_ids, approvals_required, grant_ttl_seconds, created_at, expires_at, closed_at)
      select ${r.id}, ${r.agentId}, ${r.agentKeyId}, ${r.webhookId}, ${r.bodyHash}::bytea, ${r.state}, ${r.action}, ${r.actionType},
        ${r.actionDigest}, ${r.reason}, ${r.context}, ${r.ownerId}, ${r.ownerEpoch}::int, ${r.policyVersion}::int, ${r.ruleIds}::text[],
        ${r.approvalsRequired}::int, ${r.grantTtlSeconds}::int, ${r.createdAt.toISOString()}::timestamptz,
        ${r.expiresAt.toISOString()}::timestamptz, ${r.closedAt?.toISOString() ?? null}::timestamptz
      from standing on conflict (agent_id, webhook_id) do nothing returning id),
    issued as (${grant ? insertGrant(sql, r, grant) : nothing}),
    event as (
      insert into audit_events (id, at, type, actor_id, person_id, agent_id, request_id, body)
      select ${event.id}, ${event.at.toISOString()}::timestamptz, ${event.type}, ${event.actorId}, ${event.personId}, ${event.agentId},
        ${event.requestId}, ${event.body}::bytea from request)
    ${expires ? sql`, ${scheduleExpiry(sql, "request", dueAt)}` : sql`, expiry_job as (${nothing})`}
    select (select id from request) as id, (select count(*) from expiry_job) as jobs`;
  return row?.id === r.id;
}

function insertGrant(sql: Database["$client"], r: NewRequest, grant: StoredGrant) {
  return sql`
    insert into grants (id, request_id, agent_id, owner_id, owner_epoch, action_digest, kid, claims, state, issued_at, expires_at)
    select ${grant.id}, id, ${r.agentId}, ${r.ownerId}, ${r.ownerEpoch}::int, ${r.actionDigest}, ${grant.kid}, ${grant.claims}, 'issued',
      ${grant.issuedAt.toISOString()}::timestamptz, ${grant.expiresAt.toISOString()}::timestamptz from request`;
}
