import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { repository } from "../../setup/repository.mjs";

/**
 * Copies the working tree, uncommitted files included, into a temporary folder that shares the
 * dependencies. A guard is only ever removed in such a copy.
 */
export function copyTree(): { folder: string; remove: () => void } {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "countersign-guards-")));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  for (const file of listFiles()) {
    const source = path.join(repository, file);
    if (existsSync(source)) cpSync(source, path.join(folder, file));
  }
  symlinkSync(path.join(repository, "node_modules"), path.join(folder, "node_modules"));
  return { folder, remove };
}

function listFiles(): string[] {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const listed = execFileSync("git", args, { cwd: repository, encoding: "utf8" });
  return listed.split("\0").filter(Boolean);
}
