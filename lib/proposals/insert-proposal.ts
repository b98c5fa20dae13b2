import type { Transaction } from "#db/client";
import { proposals } from "#db/schema/proposals";
import { recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import { announce } from "#lib/notices/announce";
import { subjectOfId } from "./close-proposals.ts";
import { objectOf, type ProposedChange } from "./proposed-change.ts";

const lifeSeconds = 7 * 24 * 3600;

/** Inserts a proposal, open for 7 days, and notifies the other admins. @returns its ID. */
export async function insertProposal(
  tx: Transaction,
  proposal: { change: ProposedChange; digest: string; personId: string; confirmedWith: string; now: Date },
): Promise<string> {
  const { change, digest, personId, confirmedWith, now } = proposal;
  const proposalId = newId("prp", now);
  const { act, ...payload } = change;
  const objectId = objectOf(change);
  await tx.insert(proposals).values({
    ...{ id: proposalId, act, objectId, payload, digest },
    ...{ proposedBy: personId, proposedWith: confirmedWith, proposedAt: now },
    expiresAt: addSeconds(now, lifeSeconds),
  });
  const kind = act === "policy.publish" ? "publication_proposed" : "change_proposed";
  await announce(tx, { kind, except: [personId], proposalId, now });
  const subject = { proposal: proposalId, ...subjectOfId(objectId) };
  await recordAudit(
    tx,
    { type: "proposal.created", actor: { personId }, subject, data: { act, digest } },
    now,
  );
  return proposalId;
}
