import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { repository } from "../../setup/repository.mjs";
import { type Guard, textWithout } from "./entries.ts";

/**
 * Compiles the tree without the guards. A removal that does not compile would fail every test and
 * prove nothing. One compilation checks many removals: at most one for each file.
 * @returns the compiler's message for each guard whose removal does not compile.
 */
export function compileRemovals(guards: Guard[], folder: string): Map<Guard, string> {
  const errors = new Map<Guard, string>();
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
function roundsOf(guards: Guard[]): Guard[][] {
  const rounds: Guard[][] = [];
  for (const guard of guards) {
    const free = rounds.find((round) => round.every(({ file }) => file !== guard.file));
    if (free) free.push(guard);
    else rounds.push([guard]);
  }
  return rounds;
}

function compileWithout(guards: Guard[], folder: string): string[] {
  const originals = guards.map((guard) => {
    const place = path.join(folder, guard.file);
    return { guard, place, text: readFileSync(place, "utf8") };
  });
  for (const { guard, place, text } of originals) writeFileSync(place, textWithout(guard, text));
  const compiler = path.join(repository, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [compiler, "--noEmit"], { cwd: folder, encoding: "utf8" });
  for (const { place, text } of originals) writeFileSync(place, text);
  return stdout.split("\n");
}
