import { restoreBaseBackup } from "#db/embedded/restore-backup";
import { readConfig } from "#lib/kernel/config";
import { sentenceOf } from "../check/finding.ts";
import { endRestored } from "./after-restore.ts";
import { backUp, embeddedFolder } from "./back-up.ts";
import { checkBackup } from "./check-backup.ts";

/**
 * Runs `backup`, `restore` or `after-restore`.
 * @returns the exit code, or undefined for other arguments
 */
export async function runBackupCommand(
  [command, ...args]: string[],
  env: Record<string, string | undefined>,
  print: (line: string) => void,
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
    if (isCheck) return (await checkBackup(file, config, print)) ? 0 : 1;
    if (command === "backup") print(await backUp(file, config));
    else {
      const folder = embeddedFolder(config);
      await restoreBaseBackup(file, folder);
      print(
        `The database is in ${folder}. Before you start the server, put its secret there. The start cancels pending requests and revokes unredeemed grants.`,
      );
    }
    return 0;
  } catch (error) {
    print(`Nothing was changed. ${sentenceOf(error)}`);
    return 1;
  }
}
