import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { SetupFailure } from "./failure.mjs";
import { repository } from "./repository.mjs";

const patchesFolder = path.join(repository, "patches");
const recordFile = path.join(repository, "node_modules/.countersign-patches");

/** Whether the installed packages have the patches of `patches/`, in their current text. */
export function arePatched() {
  return existsSync(recordFile) && readFileSync(recordFile, "utf8") === hashPatches();
}

/**
 * Applies the patches of `patches/` to freshly installed packages. Each file is a unified diff named
 * after the package and the version it was written for.
 * @throws {SetupFailure} when a package has another version, or other text, than its patch.
 */
export function applyPatches() {
  for (const file of patchFiles()) {
    const [, name, version] = /^(.+)@(.+)\.patch$/.exec(file) ?? [];
    const manifest = path.join(repository, "node_modules", name, "package.json");
    const installed = JSON.parse(readFileSync(manifest, "utf8")).version;
    if (installed !== version) {
      throw new SetupFailure(
        `patches/${file} is for ${name} ${version}, but package-lock.json has ${installed}: see docs/decisions/0015-patched-postgresql-driver.md.`,
      );
    }
    applyPatch(readFileSync(path.join(patchesFolder, file), "utf8"), repository);
  }
  writeFileSync(recordFile, hashPatches());
}

/**
 * Applies a unified diff to the files under `root`. Each hunk must match exactly one place, whatever
 * its line number. Nothing is written when a hunk of the diff does not match.
 */
export function applyPatch(patch, root) {
  const changed = patch
    .split(/^--- .*\n\+\+\+ b\//m)
    .slice(1)
    .map((section) => {
      const [name, ...lines] = section.split("\n");
      const file = path.join(root, name);
      const hunks = lines
        .join("\n")
        .split(/^@@ .*\n/m)
        .slice(1);
      return { file, text: hunks.reduce(applyHunk, readFileSync(file, "utf8")) };
    });
  for (const { file, text } of changed) writeFileSync(file, text);
}

function applyHunk(text, hunk) {
  const lines = hunk.replace(/\n$/, "").split("\n");
  const side = (mark) =>
    lines
      .filter((line) => !line.startsWith(mark))
      .map((line) => line.slice(1))
      .join("\n");
  const places = text.split(side("+"));
  if (places.length !== 2) {
    throw new SetupFailure(`A patch does not match its package. Its first line: ${lines[0]}`);
  }
  return places.join(side("-"));
}

function patchFiles() {
  return readdirSync(patchesFolder)
    .filter((name) => name.endsWith(".patch"))
    .sort();
}

function hashPatches() {
  const hash = createHash("sha256");
  for (const file of patchFiles()) hash.update(file).update(readFileSync(path.join(patchesFolder, file)));
  return hash.digest("hex");
}
