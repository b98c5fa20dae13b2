import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { SetupFailure } from "./failure.mjs";
import { repository } from "./repository.mjs";

const patchesFolder = path.join(repository, "patches");

/**
 * How the installed packages stand to the patches of `patches/`: `patched`, `unpatched`, or `other`
 * when a package has a different text, such as that of an earlier patch.
 * @returns {"patched" | "unpatched" | "other"}
 */
export function patchState(root = repository, patches = readPatches()) {
  const states = new Set(patches.flatMap((patch) => sectionsOf(patch, root).map(stateOf)));
  if (states.size === 0) return "patched";
  return states.size === 1 ? [...states][0] : "other";
}

/**
 * Applies the patches of `patches/` to unpatched packages. Each file is a unified diff, named after
 * the package and the version it was written for. A hunk must match exactly one place, whatever its
 * line number. Nothing is written when a hunk does not match.
 * @throws {SetupFailure} when a package has another version or text than its patch.
 */
export function applyPatches(root = repository, patches = readPatches()) {
  const changed = patches.flatMap((patch) =>
    sectionsOf(patch, root).map(({ file, text, hunks }) => ({ file, text: hunks.reduce(applyHunk, text) })),
  );
  for (const { file, text } of changed) writeFileSync(file, text);
}

/** A patch's files, with text and hunks. */
function sectionsOf(patch, root) {
  return patch
    .split(/^--- .*\n\+\+\+ b\//m)
    .slice(1)
    .map((section) => {
      const [name, ...lines] = section.split("\n");
      const file = path.join(root, name);
      const text = existsSync(file) ? readFileSync(file, "utf8") : "";
      const hunks = lines
        .join("\n")
        .split(/^@@ .*\n/m)
        .slice(1)
        .map(sidesOf);
      return { file, text, hunks };
    });
}

function sidesOf(hunk) {
  const lines = hunk.replace(/\n$/, "").split("\n");
  const side = (mark) =>
    lines
      .filter((line) => !line.startsWith(mark))
      .map((line) => line.slice(1))
      .join("\n");
  return { before: side("+"), after: side("-") };
}

function stateOf({ text, hunks }) {
  if (hunks.every(({ after }) => text.split(after).length === 2)) return "patched";
  return hunks.every(({ before }) => text.split(before).length === 2) ? "unpatched" : "other";
}

function applyHunk(text, { before, after }) {
  const places = text.split(before);
  if (places.length !== 2) {
    throw new SetupFailure(
      "A package differs from the one that its patch in patches/ was written for. See docs/decisions/0015-patched-postgresql-driver.md.",
    );
  }
  return places.join(after);
}

function readPatches() {
  return readdirSync(patchesFolder)
    .filter((name) => name.endsWith(".patch"))
    .map((name) => readFileSync(path.join(patchesFolder, name), "utf8"));
}
