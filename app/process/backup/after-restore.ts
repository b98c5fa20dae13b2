import { systemClock } from "#lib/kernel/clock";
import type { Config } from "#lib/kernel/config";
import { voidRestored } from "#lib/voiding/void-restored";
import { BootFailure } from "../boot-failure.ts";
import { openProcessDatabase } from "../database.ts";
import { createLog } from "../log.ts";
import { wordsOfRestored } from "./obey-restore.ts";

/** Ends what was open in your own PostgreSQL when its backup was made: nothing tells a start of a restore. */
export async function endRestored(config: Config): Promise<string> {
  if (!config.databaseUrl)
    throw new BootFailure("For the embedded database, the next start does this after a restore.");
  const { db, close } = await openProcessDatabase(config, createLog("silent"));
  try {
    return wordsOfRestored(await voidRestored(db, systemClock()));
  } finally {
    await close();
  }
}
