import type { Database } from "#db/client";
import { isActiveAdmin } from "#lib/directory/is-active-admin";
import { findPublishingSetting } from "#lib/directory/publishing-setting";
import { findProposal, type Proposal } from "./proposal.ts";

/** What comes next for the draft, for one admin. */
export type PublishingStep =
  /** They can publish it; `proposal` where another admin proposed it. */
  | { step: "publish"; proposal: Proposal | undefined }
  /** They can propose it to another admin. */
  | { step: "propose" }
  /** They proposed it, and somebody else has to publish. */
  | { step: "wait"; proposal: Proposal };

/** Says it, as {@link publishDraft} and {@link proposeDraft} would decide at this moment. */
export async function findPublishingStep(db: Database, personId: string): Promise<PublishingStep> {
  const { needsSecondAdmin } = await findPublishingSetting(db);
  if (!needsSecondAdmin) return { step: "publish", proposal: undefined };
  const proposal = await findProposal(db);
  if (!proposal || !(await isActiveAdmin(db, proposal.by))) return { step: "propose" };
  return { step: proposal.by === personId ? "wait" : "publish", proposal };
}
