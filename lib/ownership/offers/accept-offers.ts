import { inArray } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { agents } from "#db/schema/agents";
import { acceptances, ownershipOffers } from "#db/schema/ownership";
import { listActiveKeys } from "#lib/agents/keys/active-keys";
import { insistOnApprovers } from "#lib/agents/require-approvers";
import { base64url, sha256 } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { newId } from "#lib/kernel/ids";
import { changeOwner } from "#lib/lifecycle/change-owner";
import { statementChanged, verifyOwnershipSignature } from "#lib/ownership/challenge";
import { changeSince, sameKeys } from "#lib/ownership/change-since";
import { type AcceptanceStatement, readAcceptance } from "#lib/ownership/statement";
import { recordUse } from "#lib/passkeys/record-use";
import type { Signature } from "#lib/passkeys/signing/verify-signature";
import { lockAccess } from "#lib/people/lock-people";
import { lockPolicyVersion } from "#lib/policy/versions/insert-version";

type Listed = AcceptanceStatement["agents"][number];

/**
 * Makes a person the owner of offered agents by one signature: all or none. Every agent is checked
 * again under locks, in lock order: people, agents, offers.
 * @throws {CountersignError} the errors of {@link verifyOwnershipSignature}; `owner_inactive`;
 * `request_changed` when an agent differs from the signed statement: `details.changed` lists each
 * changed agent with the reason
 */
export async function acceptOffers(
  db: Database,
  acceptance: Signature,
): Promise<{ acceptanceId: string; agentIds: string[] }> {
  const { personId, now } = acceptance;
  const signed = await verifyOwnershipSignature(db, acceptance);
  const statement = readAcceptance(signed.evidence.statement);
  if (statement.new_owner !== personId) throw statementChanged(`the statement is not for ${personId}`);
  const acceptanceId = newId("acc", now);
  const agentIds = statement.agents.map(({ agent }) => agent);
  const offerIds = statement.agents.map(({ offer }) => offer);
  await db.transaction(async (tx) => {
    await lockUnchanged(tx, statement, now);
    await recordUse(tx, { ...signed.use, now });
    await tx.insert(acceptances).values({ id: acceptanceId, personId, createdAt: now, ...signed.evidence });
    // One-way: the rows are locked, and were open when locked.
    await tx
      .update(ownershipOffers)
      .set({ state: "accepted", closedAt: now, acceptanceId })
      .where(inArray(ownershipOffers.id, offerIds));
    const { evidence } = signed;
    const digest = base64url(sha256(evidence.statement));
    const signature = { statement_sha256: digest, credential: evidence.credentialId };
    const accepted = statement.agents.map(({ agent, offer, from, owner_epoch, keep_keys }) => {
      return { id: agent, offerId: offer, ownerId: from, ownerEpoch: owner_epoch, keepsKeys: keep_keys };
    });
    await changeOwner(tx, { agents: accepted, ownerId: personId, signed: signature, now });
  });
  return { acceptanceId, agentIds };
}

/** Locks the list's people and agents, and requires no change since. */
async function lockUnchanged(tx: Transaction, statement: AcceptanceStatement, now: Date): Promise<void> {
  const policyVersion = await lockPolicyVersion(tx);
  const offerIds = statement.agents.map(({ offer }) => offer);
  const makers = await tx
    .select({ id: ownershipOffers.offeredBy })
    .from(ownershipOffers)
    .where(inArray(ownershipOffers.id, offerIds));
  const activeRoles = await lockAccess(tx, [statement.new_owner, ...makers.map(({ id }) => id)]);
  insistOnApprovers(activeRoles, [statement.new_owner]);
  const agentIds = statement.agents.map(({ agent }) => agent);
  const { id, status, ownerId, ownerEpoch, name, labels } = agents;
  const lockedAgents = await tx
    .select({ id, status, ownerId, ownerEpoch, name, labels })
    .from(agents)
    .where(inArray(agents.id, agentIds))
    .orderBy(agents.id)
    .for("update");
  const lockedOffers = await tx
    .select()
    .from(ownershipOffers)
    .where(inArray(ownershipOffers.id, offerIds))
    .orderBy(ownershipOffers.id)
    .for("update");
  const agentOf = new Map(lockedAgents.map((agent) => [agent.id, agent]));
  const offerOf = new Map(lockedOffers.map((offer) => [offer.id, offer]));
  // Keys are added and revoked under the agent's lock. Expiry counts as of the statement: a key
  // expired since is still listed.
  const keysOf = await listActiveKeys(tx, agentIds, new Date(statement.issued_at));
  const changed = statement.agents.flatMap((listed) => {
    const [agent, offer] = [agentOf.get(listed.agent), offerOf.get(listed.offer)];
    const isAddressee = offer?.toPersonId === statement.new_owner && offer.agentId === listed.agent;
    const why =
      !agent || !offer || !isAddressee ? "wasn't offered to you" : changeOf(listed, agent, offer, now);
    const isMakerHere = offer !== undefined && activeRoles.has(offer.offeredBy);
    const isKeyed = sameKeys(listed.keys, keysOf.get(listed.agent));
    const reason =
      why ??
      (isKeyed ? undefined : "has different keys") ??
      (isMakerHere ? undefined : "was offered by someone who has left");
    return reason ? [{ ...listed, reason }] : [];
  });
  if (changed.length > 0) throw listChanged(statement.agents.length, changed);
  if (policyVersion !== statement.authority.policy_version) throw statementChanged("policy changed");
}

function changeOf(
  listed: Listed,
  agent: Pick<typeof agents.$inferSelect, "status" | "ownerId" | "ownerEpoch" | "name" | "labels">,
  offer: Pick<typeof ownershipOffers.$inferSelect, "state" | "expiresAt">,
  now: Date,
): string | undefined {
  if (agent.status === "revoked") return "was revoked";
  if (offer.state === "accepted") return "was already accepted";
  if (offer.state === "declined") return "was declined";
  if (offer.state === "withdrawn") return "is no longer offered to you";
  if (offer.state === "expired" || offer.expiresAt <= now) return "expired a moment ago";
  const { from: ownerId, owner_epoch: ownerEpoch, name, labels } = listed;
  return changeSince({ ownerId, ownerEpoch, name, labels }, agent);
}

/** Agents that the sentence names. */
const mostNames = 5;

function listChanged(listedCount: number, changed: (Listed & { reason: string })[]): CountersignError {
  const named = changed.slice(0, mostNames).map(({ name, reason }) => `${name} ${reason}`);
  const rest = changed.length - named.length;
  const all = [...named, ...(rest > 0 ? [`${rest} more changed`] : [])].join(". ");
  const next = listedCount === 1 ? "Review it and confirm again." : "Review what's left and confirm again.";
  return new CountersignError("request_changed", `${changed.length} of the list changed`, {
    userMessage: `Something changed while you had this page open, so nothing was accepted. ${all}. ${next}`,
    details: { changed: changed.map(({ offer, agent, name, reason }) => ({ offer, agent, name, reason })) },
  });
}
