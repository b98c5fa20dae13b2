import type { Database, Transaction } from "#db/client";
import { workspace } from "#db/schema/directory";

/** How many admins it takes to publish a policy version. */
export interface PublishingSetting {
  needsSecondAdmin: boolean;
  /** Set when an admin proposed that one be enough again, which another admin has to confirm. */
  endProposal: { by: string; at: Date; confirmedWith: string | undefined } | undefined;
}

/** The workspace's setting. */
export async function findPublishingSetting(db: Database | Transaction): Promise<PublishingSetting> {
  const [row] = await db.select(columns).from(workspace);
  return settingOf(row);
}

/** The setting, which stays as it is until the caller's transaction ends. */
export async function holdPublishingSetting(tx: Transaction): Promise<PublishingSetting> {
  const [row] = await tx.select(columns).from(workspace).for("share");
  return settingOf(row);
}

const columns = {
  needsSecondAdmin: workspace.publishNeedsSecondAdmin,
  by: workspace.singleAdminProposedBy,
  at: workspace.singleAdminProposedAt,
  with: workspace.singleAdminProposedWith,
};

function settingOf(row?: {
  needsSecondAdmin: boolean;
  by: string | null;
  at: Date | null;
  with: string | null;
}): PublishingSetting {
  const { needsSecondAdmin = false, by = null, at = null } = row ?? {};
  if (by === null || at === null) return { needsSecondAdmin, endProposal: undefined };
  return { needsSecondAdmin, endProposal: { by, at, confirmedWith: row?.with ?? undefined } };
}
