import { eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { proposals } from "#db/schema/proposals";
import type { Actor } from "#lib/audit/record";
import { closeProposals } from "./close-proposals.ts";
import { findOpenOfAct } from "./find-proposals.ts";

/** An admin's confirmed proposal to publish the draft. The next change to the draft ends it. */
export interface DraftProposal {
  /** `prp_` id. */
  id: string;
  /** `per_` id. */
  by: string;
  /** Credential ID of the proposer's passkey. Undefined if not recorded. */
  confirmedWith: string | undefined;
  /** Of the version that the draft makes. */
  digest: string;
  at: Date;
}

/** The draft's proposal. Stable while the draft is locked. */
export async function findDraftProposal(
  db: Database | Transaction,
  now: Date,
): Promise<DraftProposal | undefined> {
  const found = await findOpenOfAct(db, { act: "policy.publish", now });
  if (found?.change.act !== "policy.publish") return undefined;
  const { id, proposedBy: by, proposedWith, proposedAt: at, change } = found;
  return { id, by, confirmedWith: proposedWith ?? undefined, digest: change.digest, at };
}

/** Ends the draft's proposal when the draft changes or is published. @returns whether one was open. */
export async function endDraftProposal(
  tx: Transaction,
  end: { state: "confirmed" | "superseded"; actor: Actor; confirmedWith?: string; now: Date },
): Promise<boolean> {
  return (await closeProposals(tx, eq(proposals.act, "policy.publish"), end)).length > 0;
}
