import { and, eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { proposals } from "#db/schema/proposals";
import { recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/clock";
import { CountersignError } from "#lib/errors";
import { newId } from "#lib/ids";
import { announceProposal } from "#lib/notices/announce-proposal";
import { lockActiveAdmins } from "#lib/people/lock-active-admins";
import { closeProposals, subjectOfId } from "#lib/proposals/close-proposals";
import { proposalDigest } from "#lib/proposals/proposal-digest";
import { objectOf, type ProposedChange } from "#lib/proposals/proposed-change";
import type { Authority } from "./requires-second-admin.ts";

const lifeSeconds = 7 * 24 * 3600;

/** A verb's result when the change waits for a second admin. Nothing was changed. */
export interface Proposed {
  proposalId: string;
}

/**
 * Proposes a change to the other admins instead of making it, in the transaction of the changing
 * verb. The same admin with the same change and passkey gets the open proposal; with another
 * passkey, a new proposal replaces it.
 * @throws {CountersignError} `passkey_refused` without the passkey that confirmed the act;
 * `conflict` when another admin proposed the same change
 */
export async function proposeChange(
  tx: Transaction,
  change: ProposedChange,
  { actor, confirmedWith, now }: Authority,
): Promise<Proposed> {
  if (confirmedWith === undefined) throw withoutPasskey(change.act);
  const digest = proposalDigest(change);
  const same = await findSame(tx, digest, now);
  const by = { type: "person" as const, id: actor.personId };
  if (same) {
    if (same.proposedBy !== actor.personId) throw proposedByAnother(same.proposedBy);
    if (same.proposedWith === confirmedWith) return { proposalId: same.id };
    // A proposal by a passkey removed since counts with no other admin (invariant 18).
    await closeProposals(tx, eq(proposals.id, same.id), { state: "superseded", actor: by, now });
  }
  const proposalId = newId("prp", now);
  const { act, ...payload } = change;
  const objectId = objectOf(change);
  await tx.insert(proposals).values({
    ...{ id: proposalId, act, objectId, payload, digest },
    ...{ proposedBy: actor.personId, proposedWith: confirmedWith, proposedAt: now },
    expiresAt: addSeconds(now, lifeSeconds),
  });
  await announceProposal(tx, { proposalId, act, by: actor.personId, now });
  const subject = { proposal: proposalId, ...subjectOfId(objectId) };
  await recordAudit(tx, { type: "proposal.created", actor: by, subject, data: { act, digest } }, now);
  return { proposalId };
}

/**
 * The open proposal of the same change. A proposal that can no longer be confirmed is closed, to
 * make room.
 */
async function findSame(tx: Transaction, digest: string, now: Date) {
  const which = and(eq(proposals.digest, digest), eq(proposals.state, "open"));
  const [same] = await tx.select().from(proposals).where(which).for("update");
  if (!same) return undefined;
  const system = { type: "system" as const, id: "propose-change" };
  if (same.expiresAt <= now) {
    await closeProposals(tx, which, { state: "expired", actor: system, now });
    return undefined;
  }
  if ((await lockActiveAdmins(tx, [same.proposedBy])).size === 1) return same;
  await closeProposals(tx, which, { state: "withdrawn", actor: system, now });
  return undefined;
}

function withoutPasskey(act: string): CountersignError {
  return new CountersignError("passkey_refused", `no passkey confirmed the proposal of ${act}`, {
    userMessage: "This change needs two admins. Reload the page and propose it with your passkey.",
  });
}

function proposedByAnother(by: string): CountersignError {
  return new CountersignError("conflict", `${by} proposed the same change`, {
    userMessage: "Another admin already proposed this change. Open Settings, Proposed changes to confirm it.",
  });
}
