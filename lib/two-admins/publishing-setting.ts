import type { Database, Transaction } from "#db/client";
import { workspace } from "#db/schema/directory";

/**
 * How many admins are required to publish a policy version and to make other changes that loosen
 * control.
 */
export interface PublishingSetting {
  needsSecondAdmin: boolean;
}

const columns = { needsSecondAdmin: workspace.publishNeedsSecondAdmin };

/** The workspace's setting. */
export async function findPublishingSetting(db: Database | Transaction): Promise<PublishingSetting> {
  return settingOf(await db.select(columns).from(workspace));
}

/** The setting, which stays as it is until the caller's transaction ends. */
export async function shareLockPublishingSetting(tx: Transaction): Promise<PublishingSetting> {
  return settingOf(await tx.select(columns).from(workspace).for("share"));
}

/** The setting, locked for the transaction that confirms a proposed change of it. */
export async function lockPublishingSetting(tx: Transaction): Promise<PublishingSetting> {
  return settingOf(await tx.select(columns).from(workspace).for("update"));
}

function settingOf([row]: PublishingSetting[]): PublishingSetting {
  return row ?? { needsSecondAdmin: false };
}
