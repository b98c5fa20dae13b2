import { and, eq, type SQL } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { type ProposalState, proposals } from "#db/schema/proposals";
import type { AuditEventType } from "#lib/audit/event-types";
import { type Actor, type AuditFact, actorId, recordAudits } from "#lib/audit/record";
import { settleProposalNotices } from "#lib/notices/see-notices";
import { payloadWithoutSecret } from "./clear-secrets.ts";

interface Closing {
  state: Exclude<ProposalState, "open">;
  actor: Actor;
  /** Credential id of the passkey that confirmed the change. */
  confirmedWith?: string;
  now: Date;
}

const eventOf: Record<Closing["state"], AuditEventType> = {
  confirmed: "proposal.confirmed",
  withdrawn: "proposal.withdrawn",
  declined: "proposal.declined",
  expired: "proposal.expired",
  superseded: "proposal.superseded",
};

/** Clears the secrets too. Of concurrent callers, one closes a proposal. @returns those closed here. */
export async function closeProposals(
  tx: Transaction,
  which: SQL | undefined,
  { state, actor, confirmedWith, now }: Closing,
): Promise<(typeof proposals.$inferSelect)[]> {
  const end = { state, closedBy: actorId(actor), closedAt: now, payload: payloadWithoutSecret };
  const closed = await tx
    .update(proposals)
    .set({ ...end, ...(confirmedWith ? { confirmedWith } : {}) })
    .where(and(which, eq(proposals.state, "open")))
    .returning();
  if (closed.length === 0) return closed;
  await settleProposalNotices(
    tx,
    closed.map(({ id }) => id),
    now,
  );
  const facts = closed.map(({ id, act, digest, proposedBy, objectId }) => ({
    type: eventOf[state],
    actor,
    subject: { proposal: id, ...subjectOfId(objectId) },
    data: { act, digest, proposed_by: proposedBy },
  }));
  await recordAudits(tx, facts, now);
  return closed;
}

const kinds = { agt: "agent", per: "person", grp: "group", bnd: "boundary" } as const;

/** The agent, person, group or boundary with this ID, as an audit event's subject. */
export function subjectOfId(id: string | null): AuditFact["subject"] {
  const kind = kinds[id?.slice(0, 3) as keyof typeof kinds];
  return id && kind ? { [kind]: id } : {};
}
