import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { repository } from "../../setup/repository.mjs";
import { textWithout } from "./entries.mjs";

/**
 * Compiles the tree without the guards. A removal that does not compile would fail every test and
 * prove nothing. One compilation checks many removals: at most one for each file.
 * @returns {Promise<Map<object, string>>} the compiler's message for each guard whose removal does
 * not compile.
 */
export async function compileRemovals(guards, folder) {
  const errors = new Map();
  const typed = guards.filter(({ file }) => /\.tsx?$/.test(file));
  for (const round of roundsOf(typed)) {
    const output = compileWithout(round, folder);
    for (const guard of round) {
      const own = output.filter((line) => line.startsWith(`${guard.file}(`));
      if (own.length > 0) errors.set(guard, own.join("\n"));
    }
  }
  return errors;
}

/** The first guard of each file, then the second of each, and so on. */
function roundsOf(guards) {
  const rounds = [];
  for (const guard of guards) {
    const free = rounds.find((round) => round.every(({ file }) => file !== guard.file));
    if (free) free.push(guard);
    else rounds.push([guard]);
  }
  return rounds;
}

function compileWithout(guards, folder) {
  const originals = guards.map(({ file }) => readFileSync(path.join(folder, file), "utf8"));
  guards.forEach((guard, n) => {
    writeFileSync(path.join(folder, guard.file), textWithout(guard, originals[n]));
  });
  const compiler = path.join(repository, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [compiler, "--noEmit"], { cwd: folder, encoding: "utf8" });
  guards.forEach(({ file }, n) => {
    writeFileSync(path.join(folder, file), originals[n]);
  });
  return stdout.split("\n");
}
