import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { standingDenials } from "#db/schema/requests";
import { lockAgent } from "#lib/agents/lock-agent";
import { recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import type { Viewer } from "#lib/sessions/session";
import { capacitiesOf } from "../counting/capacities.ts";
import { loadEligibleApprovers } from "../eligible-approvers.ts";
import { type Decidable, findForDecider } from "../find-decidable.ts";
import { lockRightToDecide } from "../lock-deciding.ts";
import { visibleTo } from "../visibility.ts";

/** Which later requests a denial is for. `resource`: any request of the type about the same resource. */
export const standingScopes = ["action", "resource", "type"] as const;

export interface Standing {
  scope: (typeof standingScopes)[number];
  /** From 1 to {@link mostDays} of its scope. */
  days: number;
}

const mostDays = { action: 7, resource: 1, type: 1 } as const satisfies Record<string, number>;

/** The scope of the standing denial `s`, in SQL. */
export const scopeText =
  "case when s.action_digest is not null then 'action' when s.resource is not null then 'resource' else 'type' end";

/** As `findDecidable`, and locks the agent before the request, as every verb that changes it does. */
export async function findToStand(
  tx: Transaction,
  { requestId, personId, now }: { requestId: string; personId: string; now: Date },
): Promise<Decidable> {
  await lockRightToDecide(tx, personId, now);
  await tx.execute(sql`
    select a.id from requests r join agents a on a.id = r.agent_id
    where r.id = ${requestId} and ${visibleTo(personId, now)} for no key update of a`);
  const request = await findForDecider(tx, { requestId, personId, now, lock: true });
  const reason = await reasonNotToStand(tx, request, personId);
  if (!reason) return request;
  throw new CountersignError("not_entitled", `a denial of ${requestId} by ${personId} can't stand`, {
    userMessage: `${reason} Nothing was denied. Deny this request alone.`,
  });
}

async function reasonNotToStand(
  tx: Transaction,
  { requestId, isTest, capacities: [as], createdAt }: Decidable,
  personId: string,
): Promise<string | undefined> {
  if (isTest) return "This is a test request.";
  if (as?.capacity === "delegate") return "A delegate can't deny later requests.";
  const whenAsked = await loadEligibleApprovers(tx, { requestId, now: createdAt });
  return capacitiesOf(whenAsked, personId, createdAt).length === 0
    ? "Requests like this one reach you only after a while."
    : undefined;
}

/**
 * Lets a denial stand: for `days`, the agent's later requests like the denied one that need a person are denied
 * with its words. It ends before when a person ends it, when the agent is held, quarantined or gets another
 * owner, at a freeze, after a restore, and with what the denial's authority rested on. The transaction has
 * locked the agent, and denied the request.
 * @throws {CountersignError} `invalid_body` for a time that its scope doesn't have, and for the scope `resource`
 * of an action without one
 */
export async function letStand(
  tx: Transaction,
  { agentId, requestId, ownerEpoch, action, actionDigest }: Decidable,
  { denialId, personId, scope, days, now }: Standing & { denialId: string; personId: string; now: Date },
): Promise<void> {
  if (days > mostDays[scope] || (scope === "resource" && action.resource === undefined))
    throw new CountersignError(
      "invalid_body",
      `no denial of ${requestId} stands for ${scope}, ${days} days`,
      {
        userMessage: `A denial stands for one day, or for up to ${mostDays.action} for exactly the same action. Nothing was denied.`,
      },
    );
  const expiresAt = addSeconds(now, days * 86_400);
  await tx.insert(standingDenials).values({
    ...{ approvalId: denialId, agentId, ownerEpoch, actionType: action.type },
    resource: scope === "resource" ? action.resource : null,
    actionDigest: scope === "action" ? actionDigest : null,
    expiresAt,
  });
  // Processes keep an agent in memory, and whether it has standing denials.
  await tx.execute(sql`select raise_agent_revisions(array[${agentId}])`);
  const subject = { agent: agentId, request: requestId, approval: denialId };
  const data = { scope, expires_at: expiresAt.toISOString() };
  await recordAudit(tx, { type: "standing_denial.created", actor: { personId }, subject, data }, now);
}

/**
 * Ends a standing denial, at the word of its person, the agent's owner or an admin: requests like it reach
 * people again. It approves nothing, so it needs no passkey.
 * @throws {CountersignError} `not_found`; `conflict` when it has ended
 */
export async function endStandingDenial(
  db: Database,
  { actor, agentId, denialId, now }: { actor: Viewer; agentId: string; denialId: string; now: Date },
): Promise<void> {
  const { personId } = actor;
  await db.transaction(async (tx) => {
    const [own] = await tx.execute(sql`
      select 1 from standing_denials s join approvals d on d.id = s.approval_id where d.id = ${denialId} and d.person_id = ${personId}`);
    if (!own) await lockAgent(tx, { actor, agentId, ownerToo: true });
    const ended = await tx.execute(sql`
      update standing_denials set ended_at = ${now.toISOString()}, ended_by = ${personId}
      where approval_id = ${denialId} and agent_id = ${agentId} and ended_at is null and expires_at > ${now.toISOString()} returning 1`);
    if (ended.length === 0)
      throw new CountersignError("conflict", `${denialId} doesn't stand`, {
        userMessage: "This standing denial has already ended. Reload the page.",
      });
    const subject = { agent: agentId, approval: denialId };
    await recordAudit(tx, { type: "standing_denial.ended", actor, subject }, now);
  });
}
