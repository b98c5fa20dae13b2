import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Entry } from "./archives.ts";

/** All files below a folder, under another name of the folder, in an order that no machine changes. */
export function filesBelow(folder: string, name: string): Entry[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({
      name: path.posix.join(name, ...path.relative(folder, file).split(path.sep)),
      content: readFileSync(file),
    }));
}
