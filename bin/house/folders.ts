import { readdirSync } from "node:fs";
import path from "node:path";
import { repository } from "../setup/repository.mjs";

const folders = ["app", "bench", "bin", "components", "db", "e2e", "lib", "client"];
const maximumFiles = 30;
/** Written by drizzle-kit, a file for each migration. */
const generated = /^db\/migrations(\/|$)/;

/** Folders with more than 30 files: a subfolder would name a shared concept. */
export function findFullFolders(root = repository): string[] {
  return folders
    .flatMap((folder) => countFiles(root, folder))
    .filter(({ folder, count }) => count > maximumFiles && !generated.test(folder))
    .map(({ folder, count }) => `${folder}: ${count} files; at most ${maximumFiles} stand in one folder`);
}

function countFiles(root: string, folder: string): { folder: string; count: number }[] {
  const entries = readdirSync(path.join(root, folder), { withFileTypes: true });
  const count = entries.filter((entry) => entry.isFile()).length;
  const inner = entries.filter((entry) => entry.isDirectory());
  return [{ folder, count }, ...inner.flatMap(({ name }) => countFiles(root, `${folder}/${name}`))];
}
