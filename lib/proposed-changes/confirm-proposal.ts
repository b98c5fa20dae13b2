import { and, eq, gt, ne } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { proposals } from "#db/schema/proposals";
import { tryAgainWhenBusy } from "#db/try-again";
import { CountersignError } from "#lib/kernel/errors";
import { requireTwo } from "#lib/passkeys/control/require-two";
import { lockAdmins, noLongerAdmin } from "#lib/people/admins";
import { closeProposals } from "#lib/proposals/close-proposals";
import { findProposal, type Proposal } from "#lib/proposals/find-proposals";
import { proposalDigest } from "#lib/proposals/proposal-digest";
import { notOpen } from "#lib/proposals/resolve-proposal";
import { isSuperseded } from "#lib/proposals/superseded";
import { requireRole } from "#lib/sessions/require-role";
import { lockPublishingSetting } from "#lib/two-admins/publishing-setting";
import { type By, type Performed, performChange } from "./perform-change.ts";

export interface ProposalConfirmation extends Omit<By, "confirmed"> {
  proposalId: string;
  /** The digest in the act that the actor confirmed with a passkey. */
  digest: string;
}

/**
 * Confirms another admin's proposed change and makes it, by the verb of one admin's act, in one
 * transaction with the end of the proposal. Both admins are active until the commit, and the state
 * is unchanged.
 * @returns the change's results that are shown once, such as a recovery link.
 * @throws {CountersignError} `not_found` unless the actor is an admin; `conflict` for the proposer,
 * for a proposal no longer open or whose author is no longer an admin, and when the state changed,
 * which closes the proposal; else as the verb
 */
export async function confirmProposal(db: Database, confirmation: ProposalConfirmation): Promise<Performed> {
  requireRole(confirmation.actor, "admin");
  try {
    return await tryAgainWhenBusy(() => db.transaction((tx) => confirmIn(tx, confirmation)));
  } catch (thrown) {
    if (isSuperseded(thrown)) await supersede(db, confirmation);
    throw thrown;
  }
}

async function confirmIn(tx: Transaction, confirmation: ProposalConfirmation): Promise<Performed> {
  const { actor, proposalId, digest, confirmedWith, masterSecret, config, now } = confirmation;
  // Workspace, admins, proposal, then the verb's locks: the order of every proposing verb.
  await lockPublishingSetting(tx);
  const admins = new Set((await lockAdmins(tx)).map(({ id }) => id));
  if (!admins.has(actor.personId)) throw noLongerAdmin(actor.personId);
  const proposal = await findProposal(tx, { proposalId, now });
  if (!proposal || proposal.change.act === "policy.publish") throw notOpen(proposalId);
  const isOfSigner = proposal.change.act === "standing_approval.confirm";
  if (!isOfSigner && !admins.has(proposal.proposedBy)) throw notOpen(proposalId);
  await requireSecondPerson(tx, proposal, confirmation);
  if (proposalDigest(proposal.change) !== digest) throw notOpen(proposalId);
  const closed = await closeProposals(tx, openTo(confirmation), {
    ...{ state: "confirmed", actor, confirmedWith, now },
  });
  if (closed.length === 0) throw notOpen(proposalId);
  const { proposedBy } = proposal;
  return performChange(tx, proposal.change, {
    ...{ actor, confirmedWith, confirmed: { proposalId, proposedBy }, masterSecret, config, now },
  });
}

async function requireSecondPerson(
  tx: Transaction,
  { id, proposedBy, proposedWith }: Proposal,
  { actor, confirmedWith }: ProposalConfirmation,
): Promise<void> {
  if (proposedBy === actor.personId)
    throw new CountersignError("conflict", `${id} needs another person than ${actor.personId}`, {
      userMessage: "You proposed this change yourself, so another admin must confirm it.",
    });
  const proposer = { personId: proposedBy, credentialId: proposedWith ?? undefined };
  await requireTwo(tx, proposer, { personId: actor.personId, credentialId: confirmedWith });
}

// Compared in the UPDATE: of several concurrent confirmations, one finds the proposal open.
function openTo({ actor, proposalId, digest, now }: ProposalConfirmation) {
  return and(
    eq(proposals.id, proposalId),
    eq(proposals.digest, digest),
    ne(proposals.proposedBy, actor.personId),
    gt(proposals.expiresAt, now),
  );
}

async function supersede(db: Database, { proposalId, now }: ProposalConfirmation): Promise<void> {
  const actor = { type: "system" as const, id: "confirm-proposal" };
  await db.transaction((tx) =>
    closeProposals(tx, eq(proposals.id, proposalId), { state: "superseded", actor, now }),
  );
}
