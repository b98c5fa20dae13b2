import { spawnSync } from "node:child_process";
import { repository } from "../setup/repository.mjs";

/**
 * The commit at which this branch left the remote's main branch; without a remote, the last commit.
 */
export function mainCommit(): string {
  const args = ["merge-base", "HEAD", "origin/main"];
  const { status, stdout } = spawnSync("git", args, { cwd: repository, encoding: "utf8" });
  return status === 0 ? stdout.trim() : "HEAD";
}
