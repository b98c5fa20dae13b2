import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { repository } from "./repository.mjs";

/** Where npm records what it installed. */
export const record = "node_modules/.package-lock.json";

// Packages that another package could use: Playwright, and Next's library for images.
const unneeded = /^node_modules\/(@playwright\/|playwright|@img\/|sharp)/;

/**
 * Removes what `npm ci --omit=dev` installs and no start uses: some packages, and all source maps. Without
 * npm's record while it runs: after an interruption, the next start installs everything anew.
 */
export function removeUnneeded(root = repository) {
  const { packages, ...rest } = JSON.parse(readFileSync(path.join(root, record), "utf8"));
  rmSync(path.join(root, record));
  for (const name of Object.keys(packages).filter((each) => unneeded.test(each))) {
    rmSync(path.join(root, name), { recursive: true, force: true });
    delete packages[name];
  }
  const modules = path.join(root, "node_modules");
  for (const file of readdirSync(modules, { recursive: true, withFileTypes: true }))
    if (file.isFile() && file.name.endsWith(".map")) rmSync(path.join(file.parentPath, file.name));
  // Last: npm believes a record that is newer than the folders.
  writeFileSync(path.join(root, record), JSON.stringify({ ...rest, packages }, undefined, 2));
}
