import type { Database, Transaction } from "#db/client";
import { policyDraft } from "#db/schema/policy";

/** An admin's word for the draft as it stood, confirmed with a passkey, where publishing takes two. The next change ends it. */
export interface Proposal {
  /** `per_` id. */
  by: string;
  /** The passkey that confirmed it (credential id). Undefined where that was not recorded. */
  confirmedWith: string | undefined;
  /** Of the version that the draft makes. */
  digest: string;
  at: Date;
}

/** The proposal of the draft, if there is one. Inside a transaction that holds the draft's lock it stays what it is. */
export async function findProposal(db: Database | Transaction): Promise<Proposal | undefined> {
  const { proposedBy, proposedDigest, proposedAt, proposedWith } = policyDraft;
  const [row] = await db
    .select({ by: proposedBy, digest: proposedDigest, at: proposedAt, confirmedWith: proposedWith })
    .from(policyDraft);
  if (!row || row.by === null || row.digest === null || row.at === null) return undefined;
  return { by: row.by, digest: row.digest, at: row.at, confirmedWith: row.confirmedWith ?? undefined };
}
