import { lstatSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Config } from "#lib/kernel/config";

/**
 * The file by which `npm run demo` knows its own data folder. Name and content are unlikely enough
 * that no one has it in a folder of production by chance.
 */
export const demoMarker = {
  name: ".countersign-demo",
  content: "The demo of Countersign empties this folder at each start.\n",
};

/**
 * Whether this server's data are those of the demo, so that its pages say it. Nothing else depends on
 * it: a production server isn't weaker with the file, nor marked because of an old folder.
 */
export function isDemo({ databaseUrl, dataFolder }: Pick<Config, "databaseUrl" | "dataFolder">): boolean {
  return databaseUrl === undefined && isDemoFolder(dataFolder);
}

export function isDemoFolder(folder: string): boolean {
  const file = path.join(folder, demoMarker.name);
  const isFile = lstatSync(file, { throwIfNoEntry: false })?.isFile();
  return isFile === true && readFileSync(file, "utf8") === demoMarker.content;
}
