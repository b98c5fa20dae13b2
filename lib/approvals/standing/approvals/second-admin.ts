import { sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import { canonicalJson } from "#lib/json/canonical";
import { insertProposal } from "#lib/proposals/insert-proposal";
import { proposalDigest } from "#lib/proposals/proposal-digest";
import { requireUnchanged } from "#lib/proposals/superseded";
import { type Authority, type ConfirmedProposal, proposedFacts } from "#lib/two-admins/requires-second-admin";
import { isOpen } from "#lib/voiding/end-standing-approvals";
import { readStandingStatement, type StandingStatement } from "./statement.ts";

/** Asks the admins to confirm a standing approval that its person signed, with what was signed. */
export async function proposeStanding(
  tx: Transaction,
  {
    id: standing,
    statement: said,
    credentialId: confirmedWith,
    now,
  }: { id: string; statement: StandingStatement; credentialId: string; now: Date },
): Promise<void> {
  const { agent, approver: personId } = said;
  const statement = canonicalJson(said);
  const change = {
    ...({ act: "standing_approval.confirm", agent, standing, signer: personId, statement } as const),
  };
  await insertProposal(tx, { change, digest: proposalDigest(change), personId, confirmedWith, now });
}

/**
 * Lets requests run by a standing approval that waits for a second admin, at that admin's word. What its
 * authority rests on is checked by each draw, and ends it when it changes.
 * @throws {CountersignError} `conflict` when it has ended, or another was signed
 */
export async function confirmStanding(
  tx: Transaction,
  {
    standingId,
    statement,
    actor,
    confirmed,
    now,
  }: Pick<Authority, "actor" | "now"> & {
    standingId: string;
    /** As canonical JSON. */
    statement: string;
    confirmed: ConfirmedProposal;
  },
): Promise<void> {
  // On the locked row: an event may have ended it since the look.
  const [row] = await tx.execute<{ statement: Buffer }>(sql`
    update standing_approvals s set waits_for_admin = false
    where s.id = ${standingId} and s.waits_for_admin and ${isOpen(now)} returning s.statement`);
  requireUnchanged(row?.statement.toString() === statement, "the standing approval");
  const { agent, request } = readStandingStatement(Buffer.from(statement));
  const subject = { agent, request, standing_approval: standingId };
  const data = proposedFacts(confirmed);
  await recordAudit(tx, { type: "standing_approval.confirmed", actor, subject, data }, now);
}
