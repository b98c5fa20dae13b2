import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { hashWith, treeRoot } from "#lib/crypto/merkle-tree";
import { addSeconds } from "#lib/kernel/clock";
import { base64url, sha256 } from "#lib/kernel/digest";
import { firstIdAt } from "#lib/kernel/ids";
import { countedAmount } from "#lib/policy/action-types/action-amount";
import { type StandingCeiling, signersOf } from "#lib/policy/action-types/standing-ceiling";
import { currentPolicyVersion, loadPolicy } from "#lib/policy/engine/load";
import type { Action } from "#lib/policy/language/action";
import { realAgent } from "#lib/test-agents/conditions";
import { capacitiesOf } from "../../counting/capacities.ts";
import { loadEligibleApprovers } from "../../eligible-approvers.ts";
import type { StatementSubject } from "../../statement.ts";
import { type Difference, outsideAt } from "./bounds.ts";
import { basisDays, type Considered, isEnough, listConsidered, listRejected } from "./considered.ts";
import { differencesOf } from "./differences.ts";
import { type Nearest, nearestOf } from "./nearest.ts";
import { refusals, refused } from "./refusals.ts";
import type { Basis, StandingStatement } from "./statement.ts";

interface Drafting {
  requestId: string;
  personId: string;
  now: Date;
}

/** What a person can sign for requests like one that they approved. */
export interface Draft {
  subject: StatementSubject;
  approvalId: string;
  capacity: StandingStatement["capacity"];
  ceiling: StandingCeiling;
  mayDiffer: Difference[];
  restsOn: Basis;
  /** The approvals within the bounds, on which it rests, and those outside. Newest first. */
  considered: Considered[];
  /** Whether the approvals within the bounds are many, on many days. */
  isSuggested: boolean;
  /** Of the agent's requests of the type in 30 days: those within the bounds, and all. */
  covered: number;
  asked: number;
  /** Those outside the bounds, newest first. */
  outside: { requestId: string; at: Date }[];
  /** Of the requests of the type that were denied, edited or failed, the one that is the least outside. */
  nearest: Nearest | undefined;
}

/**
 * The standing approval that a person could sign after approving a request: its action, and where their
 * other considered approvals of the agent and type differ, with the values seen and the largest amount.
 * @throws {CountersignError} `not_entitled` with the reason why there is none
 */
export async function draftStanding(
  db: Database | Transaction,
  { requestId, personId, now }: Drafting,
): Promise<Draft> {
  const row = await findApproved(db, { requestId, personId });
  const { approvalId, agentId, ownerEpoch, capacity } = row;
  const action: Action = JSON.parse(row.action);
  const policyVersion = await currentPolicyVersion(db);
  const entry = (await loadPolicy(db, policyVersion)).catalog.get(action.type);
  const ceiling = entry?.standing;
  if (!ceiling) throw refused(requestId, refusals.policy);
  if (!(await mayStillDecide(db, { requestId, personId, capacity, now })))
    throw refused(requestId, refusals.noAuthority);
  const signers = signersOf(ceiling);
  if (!signers.includes(capacity)) throw refused(requestId, refusals.signer(signers));
  const of = { personId, agentId, ownerEpoch, actionType: action.type, now };
  const considered = await listConsidered(db, of);
  if (!considered.some((one) => one.approvalId === approvalId))
    throw refused(requestId, refusals.notConsidered);
  const mayDiffer = differencesOf(
    action,
    considered.map((one) => one.action),
    entry,
  );
  const bounds = { action, may_differ: mayDiffer };
  const within = (asked: Action) => outsideAt(bounds, asked) === undefined;
  const rejected = await listRejected(db, of);
  if (rejected.some((one) => within(one.action))) throw refused(requestId, refusals.rejected);
  const basis = considered.filter((one) => within(one.action));
  const largest = countedAmount(action, entry)?.amount;
  if (entry.amountParam !== null && !(largest !== undefined && largest > 0))
    throw refused(requestId, refusals.noAmount);
  if (ceiling.amount !== undefined && largest !== undefined && largest > ceiling.amount)
    throw refused(requestId, refusals.amount(ceiling.amount));
  const asked = await listAsked(db, of);
  const outside = asked.filter((one) => !within(one.action));
  return {
    ...{ approvalId, capacity, ceiling, mayDiffer, restsOn: basisOf(basis), considered },
    ...{ covered: asked.length - outside.length, asked: asked.length, outside },
    nearest: nearestOf(bounds, rejected),
    isSuggested: isEnough(basis),
    subject: {
      ...{ requestId, action, actionDigest: row.actionDigest, agentId, ownerId: row.ownerId, ownerEpoch },
      ...{ policyVersion, expiresAt: addSeconds(now, ceiling.days * 86_400) },
    },
  };
}

function basisOf(basis: readonly Considered[]): Basis {
  const leaves = basis.map(({ statement }) => statement);
  return { count: leaves.length, root: base64url(hashWith(treeRoot(leaves), sha256)) };
}

async function listAsked(
  db: Database | Transaction,
  { agentId, actionType, now }: { agentId: string; actionType: string; now: Date },
): Promise<{ requestId: string; at: Date; action: Action }[]> {
  const rows = await db.execute<Record<"id" | "at" | "action", string>>(sql`
    select r.id, r.created_at as at, r.action from requests r where r.agent_id = ${agentId} and r.action_type = ${actionType}
      and r.id collate "POSIX" > ${firstIdAt("req", addSeconds(now, -basisDays * 86_400))} and r.state not in ('allowed', 'blocked')
    order by r.id collate "POSIX" desc limit 1000`);
  return rows.map(({ id, at, action }) => ({ requestId: id, at: new Date(at), action: JSON.parse(action) }));
}

/** Whether the person could decide the request now, if no one had. */
async function mayStillDecide(
  db: Database | Transaction,
  { requestId, personId, capacity, now }: Drafting & Pick<Draft, "capacity">,
): Promise<boolean> {
  const eligible = await loadEligibleApprovers(db, { requestId, now });
  const undecided = { ...eligible, validApprovals: [], decidedIds: new Set<string>() };
  return capacitiesOf(undecided, personId, now).some(
    (own) => own.capacity === capacity && own.onBehalfOf === undefined,
  );
}

interface ApprovedRow extends Record<string, unknown> {
  approvalId: string;
  capacity: StandingStatement["capacity"];
  agentId: string;
  ownerId: string;
  ownerEpoch: number;
  action: string;
  actionDigest: string;
}

async function findApproved(
  db: Database | Transaction,
  { requestId, personId }: { requestId: string; personId: string },
): Promise<ApprovedRow> {
  const [row] = await db.execute<ApprovedRow>(sql`
    select d.id as "approvalId", d.capacity, r.agent_id as "agentId", r.owner_id as "ownerId", r.owner_epoch as "ownerEpoch",
      r.action, r.action_digest as "actionDigest"
    from requests r join agents a on a.id = r.agent_id join approvals d on d.request_id = r.id
    where r.id = ${requestId} and d.person_id = ${personId} and d.decision = 'approve' and r.state = 'approved'
      and d.capacity in ('owner', 'backup', 'group') and d.standing_approval_id is null and r.approvals_required = 1
      and a.status = 'active' and a.held_at is null and ${realAgent("a")} and a.owner_epoch = r.owner_epoch
      and not coalesce((r.safeguards ->> 'numberMatching')::boolean, false)
      and not exists (select from void_approvals v where v.approval_id = d.id)`);
  if (row) return row;
  throw refused(requestId, refusals.notAlone);
}
