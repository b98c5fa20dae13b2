import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { newestRelease } from "./newest-release.ts";

test("the newest release is the last tag before a commit that is no pre-release", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-tags-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...args], {
      cwd: folder,
    });
  const commit = (tag: string) => {
    git("commit", "--quiet", "--allow-empty", "--message", tag);
    git("tag", tag);
  };
  git("init", "--quiet");
  commit("v1.0.0-rc.1");
  expect(newestRelease(folder)).toBeUndefined();
  commit("v1.0.0");
  commit("v1.1.0-rc.1");
  expect(newestRelease(folder)).toBe("v1.0.0");
});
