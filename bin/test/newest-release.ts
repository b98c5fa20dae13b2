import { execFileSync, spawnSync } from "node:child_process";
import { repository } from "../setup/repository.mjs";

/** The tag of the newest release that this commit is after, if this clone has one. A pre-release is none. */
export function newestRelease(cwd = repository): string | undefined {
  const args = ["describe", "--tags", "--abbrev=0", "--match", "v[0-9]*", "--exclude", "*-*"];
  const { status, stdout } = spawnSync("git", args, { cwd, encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

/** A file as the commit has it. @throws if it has none */
export function fileAt(commit: string, file: string): string {
  return execFileSync("git", ["show", `${commit}:${file}`], { cwd: repository, encoding: "utf8" });
}
