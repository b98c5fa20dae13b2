import { and, eq, inArray, ne } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { agents } from "#db/schema/agents";
import { attestations } from "#db/schema/ownership";
import { setAttested } from "#lib/agents/change-state";
import { requireApprovers } from "#lib/agents/require-approvers";
import { recordAudits } from "#lib/audit/record";
import { base64url, sha256 } from "#lib/kernel/digest";
import { newId } from "#lib/kernel/ids";
import { reactivateConfirmed } from "#lib/lifecycle/reactivate-agents";
import { statementChanged, verifyOwnershipSignature } from "#lib/ownership/challenge";
import { type AttestationStatement, readAttestation } from "#lib/ownership/statement";
import { recordUse } from "#lib/passkeys/record-use";
import type { Signature } from "#lib/passkeys/signing/verify-signature";

/**
 * Records that an owner still owns the listed agents, by one signature. Agents quarantined for a
 * lapsed review are reactivated, under a new owner epoch.
 * @throws {CountersignError} the errors of `verifyOwnershipSignature`; `owner_inactive`;
 * `request_changed` when a listed agent differs from the signed statement
 */
export async function attest(
  db: Database,
  signature: Signature,
): Promise<{ attestationId: string; agentIds: string[] }> {
  const { personId, now } = signature;
  const signed = await verifyOwnershipSignature(db, signature);
  const statement = readAttestation(signed.evidence.statement);
  const attestationId = newId("att", now);
  const agentIds = statement.agents.map(({ agent }) => agent);
  await db.transaction(async (tx) => {
    await requireApprovers(tx, [personId]);
    await confirmAgents(tx, statement, now);
    await recordUse(tx, { ...signed.use, now });
    await tx
      .insert(attestations)
      .values({ id: attestationId, personId, agentIds, createdAt: now, ...signed.evidence });
    const actor = { personId };
    const data = {
      statement_sha256: base64url(sha256(signed.evidence.statement)),
      credential: signed.use.credentialId,
    };
    const facts = agentIds.map((agent) => ({
      type: "agent.ownership_confirmed" as const,
      actor,
      subject: { agent, person: personId, attestation: attestationId },
      data,
    }));
    await recordAudits(tx, facts, now);
    await reactivateConfirmed(tx, { agentIds, actor, now });
  });
  return { attestationId, agentIds };
}

/** All or none, each the person's, with the signed epoch and name. */
async function confirmAgents(tx: Transaction, statement: AttestationStatement, now: Date): Promise<void> {
  const read = new Map(statement.agents.map((listed) => [listed.agent, listed]));
  const locked = await tx
    .select({ id: agents.id, ownerEpoch: agents.ownerEpoch, name: agents.name })
    .from(agents)
    .where(
      and(
        inArray(agents.id, [...read.keys()]),
        eq(agents.ownerId, statement.owner),
        ne(agents.status, "revoked"),
      ),
    )
    .orderBy(agents.id)
    .for("update");
  const isAsRead =
    locked.length === read.size &&
    locked.every(({ id, ownerEpoch, name }) => {
      const listed = read.get(id);
      return listed?.owner_epoch === ownerEpoch && listed.name === name;
    });
  if (!isAsRead) throw statementChanged(`agents of ${statement.owner} have changed since`);
  await setAttested(tx, [...read.keys()], now);
}
