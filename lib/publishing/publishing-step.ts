import type { Database } from "#db/client";
import { isActiveAdmin } from "#lib/people/admins";
import { type DraftProposal, findDraftProposal } from "#lib/proposals/draft-proposal";
import { findPublishingSetting } from "#lib/two-admins/publishing-setting";

/** The next step for the draft, for one admin. */
export type PublishingStep =
  /** The viewer can publish; `proposal` if another admin proposed. */
  | { step: "publish"; proposal: DraftProposal | undefined }
  | { step: "propose" }
  /** The viewer proposed the draft, and another admin has to publish. */
  | { step: "wait"; proposal: DraftProposal };

/** The step, as {@link publishDraft} and {@link proposeDraft} would decide at this moment. */
export async function findPublishingStep(
  db: Database,
  { personId, now }: { personId: string; now: Date },
): Promise<PublishingStep> {
  const { needsSecondAdmin } = await findPublishingSetting(db);
  if (!needsSecondAdmin) return { step: "publish", proposal: undefined };
  const proposal = await findDraftProposal(db, now);
  if (!proposal || !(await isActiveAdmin(db, proposal.by))) return { step: "propose" };
  return { step: proposal.by === personId ? "wait" : "publish", proposal };
}
