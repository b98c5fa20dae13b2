import { sql as fragment } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { activeApprover } from "#lib/people/active";
import type { Action } from "#lib/policy/language/action";
import { type Requirement, readRequirements } from "#lib/policy/language/requirement";
import { readSafeguards, type Safeguards } from "#lib/policy/language/safeguards";
import { capacitiesOf, type DecidingCapacity } from "./counting/capacities.ts";
import {
  type DecidableRow,
  type Decider,
  refuseOver,
  refuseTwice,
  refuseVoid,
  refuseWithoutCapacity,
  refuseWithoutRole,
  requestNotFound,
} from "./decision-errors.ts";
import { loadEligibleApprovers } from "./eligible-approvers.ts";
import { lockRightToDecide } from "./lock-deciding.ts";
import type { StatementSubject } from "./statement.ts";
import { visibleTo } from "./visibility.ts";

/** A pending request, decidable by a person at this moment. */
export interface Decidable extends StatementSubject {
  agentKeyId: string;
  approvalsRequired: number;
  approvalsGiven: number;
  requirements: Requirement[];
  safeguards: Safeguards;
  /** The statement is offered for the first. Empty for break-glass. */
  capacities: DecidingCapacity[];
  grantTtlSeconds: number;
  /** A request of a test agent, which gets no grant. */
  isTest: boolean;
  createdAt: Date;
}

/**
 * Finds the request for a person who wants to decide (invariant 3); capacities.ts determines the
 * capacity. A person without access does not learn that the request exists.
 * @throws {CountersignError} `not_found`, `not_entitled`, `already_decided`, `request_expired`,
 * `request_cancelled`, `agent_quarantined`.
 */
export async function findDecidable(db: Database | Transaction, decider: Decider): Promise<Decidable> {
  const { personId, now, lock = false } = decider;
  if (lock) await lockRightToDecide(db, personId, now);
  return findForDecider(db, decider);
}

/** {@link findDecidable} for a transaction that has locked the right to decide. */
export async function findForDecider(db: Database | Transaction, decider: Decider): Promise<Decidable> {
  const { requestId, personId, now } = decider;
  const row = await findRow(db, decider, visibleTo(personId, now));
  refuseOver(row, decider);
  refuseWithoutRole(row);
  refuseVoid(row);
  refuseTwice(row);
  const eligible = await loadEligibleApprovers(db, { requestId, now });
  const capacities = capacitiesOf(eligible, personId, now);
  if (capacities.length === 0) refuseWithoutCapacity(eligible, decider);
  return decidable(row, capacities);
}

/** Locks people before requests, as offboarding does. @throws {CountersignError} `not_found` */
export async function findRow(
  db: Database | Transaction,
  { requestId, personId, lock = false }: Decider,
  scope: ReturnType<typeof visibleTo>,
): Promise<DecidableRow> {
  if (lock) await db.execute(fragment`select id from requests where id = ${requestId} for update`);
  const [row] = await db.execute<DecidableRow>(fragment`
    select r.id, r.state, r.action, r.action_digest, r.agent_id, r.agent_key_id, r.owner_id, r.owner_epoch, r.policy_version,
      r.approvals_required, r.approvals_given, r.requirements, r.safeguards, r.grant_ttl_seconds, r.created_at,
      r.expires_at, a.status as agent_status, a.is_test, a.owner_epoch as agent_epoch, r.close_reason, r.closed_at, closer.id as closer_id, closer.name as closer_name,
      ${activeApprover("o")} as is_owner_active,
      ${activeApprover("p")} as is_approver,
      exists (select from approvals d where d.request_id = r.id and d.person_id = p.id
        and not exists (select from void_approvals v where v.approval_id = d.id)) as has_decided
    from requests r
      join agents a on a.id = r.agent_id
      join people o on o.id = a.owner_id
      join people p on p.id = ${personId}
      left join people closer on closer.id = ${closerOf}
    where r.id = ${requestId} and ${scope}`);
  if (row) return row;
  throw requestNotFound(requestId, personId);
}

/** The person whose decision or hold closed the request `r` of the agent `a`. */
const closerOf = fragment`(case r.state
  when 'approved' then (select d.person_id from approvals d where d.request_id = r.id and d.decision = 'approve' order by d.id desc limit 1)
  when 'denied' then (select d.person_id from approvals d where d.request_id = r.id and d.decision = 'deny' limit 1)
  when 'cancelled' then (select a.held_by where r.close_reason = 'agent_held' and a.held_at = r.closed_at)
  end)`;

/** A request to decide, from its row. */
export function decidable(row: DecidableRow, capacities: DecidingCapacity[]): Decidable {
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
    requirements: readRequirements(row.requirements, row.approvals_required),
    safeguards: readSafeguards(row.safeguards),
    capacities,
    grantTtlSeconds: row.grant_ttl_seconds,
    isTest: row.is_test,
    createdAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
  };
}
