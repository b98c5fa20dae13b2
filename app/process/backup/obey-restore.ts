import { rmSync } from "node:fs";
import type { Logger } from "pino";
import type { Database } from "#db/client";
import { findRestoredMark } from "#db/embedded/restore-backup";
import { systemClock } from "#lib/kernel/clock";
import { voidRestored } from "#lib/voiding/void-restored";

/**
 * Ends what was open in an embedded database that was restored, before it is served. The mark is removed after
 * the commit, so that a start after an interrupted one does it again.
 */
export async function obeyRestore(db: Database, dataFolder: string, log: Pick<Logger, "warn">) {
  const mark = findRestoredMark(dataFolder);
  if (mark === undefined) return;
  log.warn(wordsOfRestored(await voidRestored(db, systemClock())));
  rmSync(mark);
}

export function wordsOfRestored(ended: Awaited<ReturnType<typeof voidRestored>>): string {
  return `After the restore, ${ended.requestsCancelled} pending requests were cancelled and ${ended.grantsRevoked} unredeemed grants were revoked.`;
}
