import type { Database, Transaction } from "#db/client";
import { workspace } from "#db/schema/directory";

/** How many admins publishing, and changes that loosen control, take. */
export interface PublishingSetting {
  needsSecondAdmin: boolean;
}

const columns = { needsSecondAdmin: workspace.publishNeedsSecondAdmin };

/** The workspace's setting. */
export async function findPublishingSetting(db: Database | Transaction): Promise<PublishingSetting> {
  return settingOf(await db.select(columns).from(workspace));
}

/** The setting, share-locked until the caller's transaction ends. */
export async function shareLockPublishingSetting(tx: Transaction): Promise<PublishingSetting> {
  return settingOf(await tx.select(columns).from(workspace).for("share"));
}

/** The setting, locked for confirming a change to it. */
export async function lockPublishingSetting(tx: Transaction): Promise<PublishingSetting> {
  return settingOf(await tx.select(columns).from(workspace).for("update"));
}

function settingOf([row]: PublishingSetting[]): PublishingSetting {
  return row ?? { needsSecondAdmin: false };
}
