import { and, eq, gt, ne, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { proposals } from "#db/schema/proposals";
import type { Actor } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { endStandingApprovals } from "#lib/voiding/end-standing-approvals";
import { closeProposals } from "./close-proposals.ts";

interface Answer {
  actor: Viewer;
  proposalId: string;
  now: Date;
}

/** Withdraws an own proposal, without a passkey. @throws {CountersignError} `not_found`, `conflict` */
export async function withdrawProposal(db: Database, answer: Answer): Promise<void> {
  const own = eq(proposals.proposedBy, answer.actor.personId);
  await resolveProposal(db, answer, { state: "withdrawn", scope: own });
}

/** Declines another admin's proposal. @throws {CountersignError} `not_found`, `conflict` */
export async function declineProposal(db: Database, answer: Answer): Promise<void> {
  const others = ne(proposals.proposedBy, answer.actor.personId);
  await resolveProposal(db, answer, { state: "declined", scope: others });
}

/** Ends a former admin's proposals: none must be confirmed after a return (invariant 17). */
export async function withdrawProposalsOf(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<void> {
  const which = eq(proposals.proposedBy, personId);
  await endWaiting(tx, await closeProposals(tx, which, { state: "withdrawn", actor, now }), { actor, now });
}

async function resolveProposal(
  db: Database,
  { actor, proposalId, now }: Answer,
  { state, scope }: { state: "withdrawn" | "declined"; scope: ReturnType<typeof eq> },
): Promise<void> {
  requireRole(actor, "admin");
  const which = and(eq(proposals.id, proposalId), scope, gt(proposals.expiresAt, now));
  await db.transaction(async (tx) => {
    const closed = await closeProposals(tx, which, { state, actor, now });
    if (closed.length === 0) throw notOpen(proposalId);
    await endWaiting(tx, closed, { actor, now });
  });
}

/** Ends the standing approvals that no admin can confirm now. */
async function endWaiting(
  tx: Transaction,
  closed: (typeof proposals.$inferSelect)[],
  by: { actor: Actor; now: Date },
): Promise<void> {
  const ids = closed.filter(({ act }) => act === "standing_approval.confirm").map(standingOf);
  if (ids.length === 0) return;
  const which = sql`s.waits_for_admin and s.id = any(${sql.param(ids)}::text[])`;
  await endStandingApprovals(tx, { which, reason: "ended", ...by });
}

function standingOf({ payload }: typeof proposals.$inferSelect): unknown {
  return payload["standing"];
}

/** The proposal was confirmed, withdrawn, declined or replaced, or its time is over. */
export function notOpen(proposalId: string): CountersignError {
  return new CountersignError("conflict", `${proposalId} is not open`, {
    userMessage: "This proposed change is no longer open. Reload the page to see how it ended.",
  });
}
