import { existsSync } from "node:fs";
import path from "node:path";

/** The installation's folder. Bundled code is in a folder further down (bin/setup/bundle-server.ts). */
export const repository = folderWith("server.ts", import.meta.dirname);

function folderWith(name: string, folder: string): string {
  if (existsSync(path.join(folder, name))) return folder;
  const above = path.dirname(folder);
  if (above === folder) throw new Error(`no folder above ${import.meta.dirname} contains ${name}`);
  return folderWith(name, above);
}
