import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { demoMarker, isDemoFolder } from "#app/runtime/demo-folder";
import { lockFolder } from "#db/embedded/folder-lock";
import { SetupFailure } from "../setup/failure.mjs";
import { repository } from "../setup/repository.mjs";

/** What a server writes into its data folder, next to its lock. */
const written = ["postgres", "secret", "database-password", "receipt.json", "keys.json", "altered.json"];

/**
 * The demo's data folder, empty: a new folder, or one that an earlier demo created. Only what the
 * demo wrote is removed.
 * @returns the folder, and `release`. Until then, or the end of the process, it is refused to other
 * demos, because the demo's server stops and starts in between.
 * @throws {SetupFailure} for every other folder and every other database, and changes nothing there;
 * an error of the lock while a server or a demo uses the folder
 */
export function emptyDataFolder(env: Readonly<Record<string, string | undefined>>): {
  folder: string;
  release: () => void;
} {
  if (env.DATABASE_URL || env.DATABASE_URL_FILE)
    throw new SetupFailure("DATABASE_URL is set, and the demo only uses its own database. Unset it.");
  const folder = path.resolve(repository, env.COUNTERSIGN_DATA || "data-demo");
  if (!createFolder(folder) && !isDemoFolder(folder))
    throw new SetupFailure(
      `${folder} isn't a data folder of the demo, so nothing in it was changed. Set COUNTERSIGN_DATA to a folder that doesn't exist, or unset it.`,
    );
  const running = path.join(folder, "running");
  mkdirSync(running, { recursive: true });
  const release = lockFolder(running);
  const unlock = lockFolder(folder);
  for (const name of written) rmSync(path.join(folder, name), { recursive: true, force: true });
  unlock();
  return { folder, release };
}

/** Creates the folder with its marker. @returns false for an existing one */
function createFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
  writeFileSync(path.join(folder, demoMarker.name), demoMarker.content);
  return true;
}
