import { restoreBaseBackup } from "#db/embedded/restore-backup";
import { systemClock } from "#lib/kernel/clock";
import { type Config, readConfig } from "#lib/kernel/config";
import { voidRestored } from "#lib/voiding/void-restored";
import { BootFailure } from "../boot-failure.ts";
import { sentenceOf } from "../check/finding.ts";
import { openProcessDatabase } from "../database.ts";
import { createLog } from "../log.ts";
import { backUp, embeddedFolder, requireSecret } from "./back-up.ts";
import { checkBackup } from "./check-backup.ts";
import { wordsOfRestored } from "./obey-restore.ts";
import { withBackup } from "./open-backup.ts";

/**
 * Runs `backup`, `restore` or `after-restore`.
 * @returns the exit code, or undefined for other arguments
 */
export async function runBackupCommand(
  [command, ...args]: string[],
  env: Record<string, string | undefined>,
  print: (line: string) => void,
  signal = interruption(),
): Promise<number | undefined> {
  const isAfter = command === "after-restore";
  const isCheck = command === "restore" && args[0] === "--check";
  const [file = "", ...others] = isCheck ? args.slice(1) : args;
  if ((file === "") !== isAfter || file.startsWith("-") || others.length > 0) return undefined;
  try {
    const config = readConfig(env);
    if (isAfter) {
      print(await endRestored(config));
      return 0;
    }
    if (isCheck) return (await checkBackup(file, config, { print, signal })) ? 0 : 1;
    if (command === "backup") print(await backUp(file, config, signal));
    else {
      const folder = embeddedFolder(config);
      await withBackup(file, requireSecret(config), (backup) => restoreBaseBackup(backup, folder, signal));
      print(
        `The database is in ${folder}. The next start cancels pending requests and revokes unredeemed grants.`,
      );
    }
    return 0;
  } catch (error) {
    print(`Nothing was changed. ${sentenceOf(error)}`);
    return 1;
  }
}

/** Ends what was open in your own PostgreSQL when its backup was made: nothing tells a start of a restore. */
async function endRestored(config: Config): Promise<string> {
  if (!config.databaseUrl)
    throw new BootFailure("For the embedded database, the next start does this after a restore.");
  const { db, close } = await openProcessDatabase(config, createLog("silent"));
  try {
    return wordsOfRestored(await voidRestored(db, systemClock()));
  } finally {
    await close();
  }
}

/** The first SIGINT or SIGTERM, after which each command removes what is not complete. A second one ends the process. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  const interrupt = () => controller.abort(new BootFailure("The command was interrupted."));
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, interrupt);
  return controller.signal;
}
