import { sql as fragment } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import type { RequestState } from "#db/schema/requests";
import { CountersignError } from "#lib/errors";
import type { Action } from "#lib/policy/action";
import type { StatementSubject } from "./statement.ts";

/** A pending request that this person may decide at this moment. */
export interface Decidable extends StatementSubject {
  agentKeyId: string;
  approvalsRequired: number;
  approvalsGiven: number;
  grantTtlSeconds: number;
  createdAt: Date;
}

interface Row extends Record<string, unknown> {
  id: string;
  state: RequestState;
  action: string;
  action_digest: string;
  agent_id: string;
  agent_key_id: string;
  owner_id: string;
  owner_epoch: number;
  policy_version: number;
  approvals_required: number;
  approvals_given: number;
  grant_ttl_seconds: number;
  created_at: string;
  expires_at: string;
  agent_status: string;
  agent_epoch: number;
  is_owner_active: boolean;
  is_entitled: boolean;
  has_decided: boolean;
}

/**
 * Finds the request for a person who wants to decide it (invariant 3): the agent's owner or one of its backup approvers, active and with
 * the role `approver`. Whoever is neither learns nothing, not even that it exists.
 * @param lock inside the deciding transaction: holds the person's standing and the request until it commits.
 * @throws {CountersignError} `not_found`, `not_entitled`, `already_decided`, `request_expired`, `request_cancelled`, `agent_quarantined`.
 */
export async function findDecidable(
  db: Database | Transaction,
  {
    requestId,
    personId,
    now,
    lock = false,
  }: { requestId: string; personId: string; now: Date; lock?: boolean },
): Promise<Decidable> {
  if (lock) await lockInOrder(db, requestId, personId);
  const [row] = await db.execute<Row>(fragment`
    select r.id, r.state, r.action, r.action_digest, r.agent_id, r.agent_key_id, r.owner_id, r.owner_epoch, r.policy_version,
      r.approvals_required, r.approvals_given, r.grant_ttl_seconds, r.created_at, r.expires_at, a.status as agent_status, a.owner_epoch as agent_epoch,
      (o.status = 'active' and 'approver' = any(o.roles)) as is_owner_active,
      (p.status = 'active' and 'approver' = any(p.roles)) as is_entitled,
      exists (select from approvals d where d.request_id = r.id and d.person_id = p.id) as has_decided
    from requests r
      join agents a on a.id = r.agent_id
      join people o on o.id = a.owner_id
      join people p on p.id = ${personId}
    where r.id = ${requestId}
      and (a.owner_id = p.id or exists (select from agent_backups b where b.agent_id = a.id and b.person_id = p.id))`);
  if (!row)
    throw new CountersignError("not_found", `no request ${requestId} for ${personId}`, {
      userMessage: "There is no such request.",
    });
  refuseOver(row, now);
  refuseWithoutStanding(row);
  return decidable(row);
}

// Always people, then requests: the order offboarding takes them in, so that the two never deadlock.
async function lockInOrder(tx: Database | Transaction, requestId: string, personId: string): Promise<void> {
  await tx.execute(fragment`select id from people where id = ${personId} for share`);
  await tx.execute(fragment`select id from requests where id = ${requestId} for update`);
}

function refuseOver(row: Row, now: Date): void {
  if (row.state === "pending" && new Date(row.expires_at) > now) return;
  if (row.state === "pending" || row.state === "expired") {
    throw new CountersignError("request_expired", `${row.id} ran out`, {
      userMessage: "Time ran out on this request, so it was not approved. The agent was told.",
    });
  }
  if (row.state === "cancelled") {
    throw new CountersignError("request_cancelled", `${row.id} was cancelled`, {
      userMessage: "This request was cancelled before you decided.",
    });
  }
  throw new CountersignError("already_decided", `${row.id} is ${row.state}`, {
    userMessage: `This request was ${row.state} already.`,
    details: { state: row.state },
  });
}

function refuseWithoutStanding(row: Row): void {
  if (!row.is_entitled) {
    throw new CountersignError("not_entitled", `not an active approver for ${row.id}`, {
      userMessage: "You may not approve: you need the role approver. Ask an admin.",
    });
  }
  if (row.agent_status !== "active" || row.agent_epoch !== row.owner_epoch || !row.is_owner_active) {
    throw new CountersignError(
      "agent_quarantined",
      `the standing of ${row.agent_id} changed since ${row.id} was made`,
      {
        userMessage:
          "The agent's owner or standing changed after it asked, so this request cannot be decided any more.",
      },
    );
  }
  if (row.has_decided) {
    throw new CountersignError("already_decided", `${row.id} has this person's decision already`, {
      userMessage: "You decided on this request already. Somebody else has to give the other approval.",
      details: { state: "pending" },
    });
  }
}

function decidable(row: Row): Decidable {
  return {
    requestId: row.id,
    action: JSON.parse(row.action) as Action,
    actionDigest: row.action_digest,
    agentId: row.agent_id,
    agentKeyId: row.agent_key_id,
    ownerId: row.owner_id,
    ownerEpoch: row.owner_epoch,
    policyVersion: row.policy_version,
    approvalsRequired: row.approvals_required,
    approvalsGiven: row.approvals_given,
    grantTtlSeconds: row.grant_ttl_seconds,
    createdAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
  };
}
