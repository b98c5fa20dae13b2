import { and, eq, gt } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { ownershipOffers } from "#db/schema/ownership";
import { listActiveKeys } from "#lib/agents/keys/active-keys";
import { lockForOwner } from "#lib/agents/lock-agent";
import { requireApprovers } from "#lib/agents/require-approvers";
import { base64url, sha256 } from "#lib/digest";
import { CountersignError } from "#lib/errors";
import { changeOwner } from "#lib/lifecycle/change-owner";
import { statementChanged, verifyOwnershipSignature } from "#lib/ownership/challenge";
import { changeSince, sameKeys } from "#lib/ownership/change-since";
import { type AcceptanceStatement, readAcceptance } from "#lib/ownership/statement";
import { recordUse } from "#lib/passkeys/record-use";
import { lockPolicyVersion } from "#lib/policy/versions/lock-head";
import type { Signature, SignedStatement } from "#lib/signing/verify-signature";

/**
 * Makes a person the owner of an offered agent, by the person's signature over the agent's state.
 * Everything is checked again under locks, in lock order: person, agent, offer.
 * @throws {CountersignError} the errors of {@link verifyOwnershipSignature}; `not_found` for an
 * offer already closed or addressed to another person; `owner_inactive`, `agent_revoked`;
 * `request_changed` when the agent's owner, epoch, name, labels or keys, or the policy, differ from
 * the signed statement
 */
export async function acceptOffer(
  db: Database,
  acceptance: Signature & { offerId: string },
): Promise<{ agentId: string }> {
  const { personId, offerId, now } = acceptance;
  const signed = await verifyOwnershipSignature(db, acceptance);
  const said = readAcceptance(signed.evidence.statement);
  if (said.offer !== offerId || said.new_owner !== personId)
    throw statementChanged(`the statement is not about ${offerId}`);
  await db.transaction(async (tx) => {
    const policyVersion = await lockPolicyVersion(tx);
    await requireApprovers(tx, [personId]);
    const agent = await lockForOwner(tx, said.agent);
    await closeAsAccepted(tx, { said, signed, now });
    await recordUse(tx, { ...signed.use, now });
    const change = changeSince(asRead(said), agent);
    if (change) throw statementChanged(`${agent.id} ${change}`);
    const keys = await listActiveKeys(tx, [agent.id], new Date(said.issued_at));
    if (!sameKeys(said.keys, keys.get(agent.id))) throw statementChanged(`${agent.id} has different keys`);
    if (policyVersion !== said.authority.policy_version)
      throw statementChanged("the policy has changed since");
    const { statement, credentialId } = signed.evidence;
    const signature = { statement_sha256: base64url(sha256(statement)), credential: credentialId };
    await changeOwner(tx, {
      agents: [{ ...agent, offerId, keepsKeys: said.keep_keys }],
      ownerId: personId,
      signed: signature,
      now,
    });
  });
  return { agentId: said.agent };
}

function asRead(said: AcceptanceStatement) {
  const { from: ownerId, owner_epoch: ownerEpoch, agent_name: name, agent_labels: labels } = said;
  return { ownerId, ownerEpoch, name, labels };
}

// One-way: of an acceptance, a withdrawal and an expiry, the first to find the offer open succeeds.
async function closeAsAccepted(
  tx: Transaction,
  { said, signed, now }: { said: AcceptanceStatement; signed: SignedStatement; now: Date },
): Promise<void> {
  const accepted = await tx
    .update(ownershipOffers)
    .set({ state: "accepted", closedAt: now, ...signed.evidence })
    .where(
      and(
        eq(ownershipOffers.id, said.offer),
        eq(ownershipOffers.agentId, said.agent),
        eq(ownershipOffers.toPersonId, said.new_owner),
        eq(ownershipOffers.state, "open"),
        gt(ownershipOffers.expiresAt, now),
      ),
    )
    .returning({ id: ownershipOffers.id });
  if (accepted.length > 0) return;
  throw new CountersignError("not_found", `offer ${said.offer} is not open for ${said.new_owner}`, {
    userMessage: "This transfer is no longer available. It was accepted, declined, cancelled or has expired.",
  });
}
