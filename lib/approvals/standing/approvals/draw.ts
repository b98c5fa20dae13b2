import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { approvals } from "#db/schema/requests";
import { recordAudit } from "#lib/audit/record";
import { refuseFrozen } from "#lib/callers/freeze";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import { newId } from "#lib/kernel/ids";
import { requirePasskey } from "#lib/passkeys/record-use";
import { countedAmount } from "#lib/policy/action-types/action-amount";
import { currentPolicyVersion, loadPolicy } from "#lib/policy/engine/load";
import type { Action } from "#lib/policy/language/action";
import { lockPolicyVersion } from "#lib/policy/versions/insert-version";
import { endStandingApprovals, standingActor } from "#lib/voiding/end-standing-approvals";
import { countApproval } from "../../counting/tally-approvals.ts";
import { type Decidable, findDecidable } from "../../find-decidable.ts";
import { refuseSeenBeforeRelease } from "../../refuse-seen-before-release.ts";
import { requireCurrentPolicy } from "../../require-current-policy.ts";
import { asksAsBefore } from "./asks-as-before.ts";
import { isWithinHours } from "./hours.ts";
import { reasonToEnd } from "./reason-to-end.ts";
import { isSampledNow, takesSample } from "./sample.ts";
import { lockStanding, type StandingRow } from "./standing-row.ts";
import { readStandingStatement, type StandingStatement } from "./statement.ts";

export interface Asked {
  requestId: string;
  origin: string;
  now: Date;
}

/**
 * Approves a pending request of the type within the bounds, or ends the standing approval, after every check
 * of an approval. @returns whether the request was approved
 * @throws {CountersignError} what refuses an approval
 */
export async function drawFrom(
  tx: Transaction,
  { id, personId }: Pick<StandingRow, "id" | "personId">,
  { requestId, origin, now }: Asked,
): Promise<boolean> {
  await lockPolicyVersion(tx);
  await refuseFrozen(tx);
  const request = await findDecidable(tx, { requestId, personId, now, lock: true });
  const standing = await lockStanding(tx, id, now);
  if (!standing) return false;
  await requirePasskey(tx, standing.credentialId ?? "");
  const statement = readStandingStatement(new Uint8Array(standing.statement ?? []));
  const lapsed = await reasonToEnd(tx, standing, { statement, request, now });
  if (lapsed) {
    await endStandingApprovals(tx, {
      which: sql`s.id = ${id}`,
      reason: lapsed,
      requestId,
      actor: standingActor,
      now,
    });
    return false;
  }
  if (!(await replacesAsking(tx, request, statement))) return false;
  await requireCurrentPolicy(tx, request, asIfSigned(request, statement), now);
  await refuseSeenBeforeRelease(tx, statement);
  const amount = await liveAmount(tx, request.action);
  if (!(await hasLeft(tx, standing, { statement, amount, now }))) return false;
  if (await isSampledNow(tx, standing.sampled, request.actionDigest)) return false;
  if (await takesSample(tx, standing, { requestId, now })) return false;
  await insertDraw(tx, standing, { request, capacity: statement.capacity, amount, now });
  const { state } = await countApproval(
    tx,
    { personId, config: { origin, rpId: "" }, now },
    request,
    standingActor,
  );
  if (state === "approved") return true;
  throw new CountersignError("internal", `a draw from ${id} doesn't approve ${requestId}`);
}

/** Whether policy asks as for the read request, and the person of the standing approval is asked as signed. */
async function replacesAsking(
  tx: Transaction,
  request: Decidable,
  { request: readId, capacity }: StandingStatement,
): Promise<boolean> {
  const isAsked = request.capacities.some((own) => own.capacity === capacity && own.onBehalfOf === undefined);
  return isAsked && !request.isTest && (await asksAsBefore(tx, request, readId));
}

/** The draw as an approval of this request, for the check against the live policy. */
function asIfSigned(
  { actionDigest, policyVersion, ownerEpoch }: Decidable,
  { approver, capacity }: StandingStatement,
) {
  const asked = { action_digest: actionDigest, policy_version: policyVersion, owner_epoch: ownerEpoch };
  return { approver, capacity, ...asked };
}

/** What an action counts by the live policy. Undefined for a type without an amount. */
export async function liveAmount(db: Database | Transaction, action: Action): Promise<number | undefined> {
  const { catalog } = await loadPolicy(db, await currentPolicyVersion(db));
  return countedAmount(action, catalog.get(action.type))?.amount;
}

/** Whether the hours, the count, the rate and the total leave room for one more request. */
export async function hasLeft(
  tx: Database | Transaction,
  { id, count, total }: StandingRow,
  {
    statement: { terms },
    amount,
    now,
  }: { statement: StandingStatement; amount: number | undefined; now: Date },
): Promise<boolean> {
  if (count >= terms.count) return false;
  if (terms.hours && !isWithinHours(terms.hours, now)) return false;
  if (terms.total !== undefined && amount === undefined) return false;
  const [row] = await tx.execute<{ recent: number; isWithin: boolean }>(sql`
    select (select count(*)::int from approvals d where d.standing_approval_id = ${id}
        and d.created_at > ${addSeconds(now, -3600).toISOString()}) as recent,
      ${total}::numeric + ${String(amount ?? 0)}::numeric <= ${String(terms.total ?? Number.MAX_SAFE_INTEGER)}::numeric as "isWithin"`);
  return row !== undefined && row.recent < terms.per_hour && row.isWithin;
}

async function insertDraw(
  tx: Transaction,
  standing: StandingRow,
  drawn: Pick<StandingStatement, "capacity"> & { request: Decidable; amount: number | undefined; now: Date },
): Promise<void> {
  const { id, personId, statement, credentialId, publicKey, authenticatorData, clientDataJson, signature } =
    standing;
  const { capacity, amount, now } = drawn;
  const { requestId, agentId } = drawn.request;
  const draw = standing.count + 1;
  const [updated] = await tx.execute<{ total: string }>(sql`
    update standing_approvals set count = ${draw}, total = total + ${String(amount ?? 0)}::numeric, last_drawn_at = ${now.toISOString()}
    where id = ${id} returning total`);
  await tx.execute(sql`update requests set standing_approval_id = ${id} where id = ${requestId}`);
  const approvalId = newId("apr", now);
  await tx.insert(approvals).values({
    ...{ id: approvalId, requestId, personId, decision: "approve", capacity },
    ...{ statement, credentialId, publicKey, authenticatorData, clientDataJson, signature },
    ...{ passkeyOrigin: standing.passkeyOrigin, standingApprovalId: id, draw, createdAt: now },
    drawTotal: amount === undefined ? null : updated?.total,
  });
  const subject = { request: requestId, agent: agentId, approval: approvalId, standing_approval: id };
  await recordAudit(
    tx,
    { type: "standing_approval.drawn", actor: standingActor, subject, data: { draw } },
    now,
  );
}
