import { lstatSync } from "node:fs";
import path from "node:path";
import type { Config } from "#lib/kernel/config";

/** The file by which `npm run demo` knows its own data folder. */
export const demoMarker = "demo";

/**
 * Whether this server's data are those of the demo, so that each page says it. Nothing else depends
 * on it: a production server is neither weaker with the file, nor marked because of an old folder.
 */
export function isDemo({ databaseUrl, dataFolder }: Pick<Config, "databaseUrl" | "dataFolder">): boolean {
  return databaseUrl === undefined && isDemoFolder(dataFolder);
}

export function isDemoFolder(folder: string): boolean {
  return lstatSync(path.join(folder, demoMarker), { throwIfNoEntry: false })?.isFile() ?? false;
}
