import { and, desc, eq, gt, isNotNull, lte, or, type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { type ProposalState, proposals } from "#db/schema/proposals";
import { hasAuthority } from "#lib/notices/has-authority";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { type ProposedAct, type ProposedChange, proposedChangeSchema } from "./proposed-change.ts";

export interface Proposal {
  id: string;
  change: ProposedChange;
  digest: string;
  /** `per_` id. */
  proposedBy: string;
  /** Credential id of the passkey that confirmed the proposal. */
  proposedWith: string | null;
  proposedAt: Date;
  expiresAt: Date;
  /** `expired` as soon as its time is over, even if the row is still open. */
  state: ProposalState;
  closedBy: string | null;
  closedAt: Date | null;
}

function isOpen(now: Date): SQL | undefined {
  return and(eq(proposals.state, "open"), gt(proposals.expiresAt, now), hasAuthority("proposals"));
}

/** The changes that wait for a second admin, newest first. For admins. */
export async function listOpenProposals(
  db: Database,
  { viewer, now }: { viewer: Viewer; now: Date },
): Promise<Proposal[]> {
  requireRole(viewer, "admin");
  return select(db, isOpen(now), now, 100);
}

/** Changes closed or expired last, newest first. For admins. */
export async function listClosedProposals(
  db: Database,
  { viewer, now }: { viewer: Viewer; now: Date },
): Promise<Proposal[]> {
  requireRole(viewer, "admin");
  return select(db, or(isNotNull(proposals.closedAt), lte(proposals.expiresAt, now)), now, 20);
}

/** The open proposals about an agent, person, group or boundary. For admins; empty for others. */
export async function listProposalsAbout(
  db: Database,
  { viewer, objectId, now }: { viewer: Viewer; objectId: string; now: Date },
): Promise<Proposal[]> {
  if (!viewer.roles.includes("admin")) return [];
  return select(db, and(eq(proposals.objectId, objectId), isOpen(now)), now, 20);
}

/** A proposal in any state. */
export async function findProposal(
  db: Database | Transaction,
  { proposalId, now }: { proposalId: string; now: Date },
): Promise<Proposal | undefined> {
  return (await select(db, eq(proposals.id, proposalId), now, 1))[0];
}

/** The open proposal of this kind, even of a former admin. */
export async function findOpenOfAct(
  db: Database | Transaction,
  { act, now }: { act: ProposedAct; now: Date },
): Promise<Proposal | undefined> {
  const which = and(eq(proposals.act, act), eq(proposals.state, "open"), gt(proposals.expiresAt, now));
  return (await select(db, which, now, 1))[0];
}

async function select(
  db: Database | Transaction,
  which: SQL | undefined,
  now: Date,
  limit: number,
): Promise<Proposal[]> {
  const rows = await db
    .select()
    .from(proposals)
    .where(which)
    .orderBy(desc(sql`coalesce(${proposals.closedAt}, ${proposals.expiresAt})`), desc(proposals.id))
    .limit(limit);
  return rows.map(({ act, payload, objectId: _, confirmedWith: __, ...row }) => ({
    ...row,
    state: row.state === "open" && row.expiresAt <= now ? ("expired" as const) : row.state,
    change: proposedChangeSchema.parse({ act, ...payload }),
  }));
}
