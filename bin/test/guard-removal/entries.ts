import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { repository } from "../../setup/repository.mjs";
import { readGuards } from "./read-guards.ts";

/** One guard whose absence a test has to notice. */
export interface Guard {
  /** Unique in its room, in kebab case. */
  name: string;
  /** Number in docs/invariants.md, or the row of docs/security.md. */
  invariant: number | string;
  /** The file that holds the guard. */
  file: string;
  edits: Edit[];
  /** "file", "file > test name" or "file > group > test name". */
  tests: string[];
  /** Name of the list. */
  room: string;
}

interface Edit {
  /** The text of the guard; occurs exactly once in the file. */
  find: string;
  /** What stands there without the guard; nothing if left out. */
  replace?: string;
}

const lists = path.join(repository, "bin/test/guards");

/** The guards of every list in bin/test/guards, in the order of the rooms. */
export function loadGuards(): Guard[] {
  const listed = readdirSync(lists, { recursive: true, encoding: "utf8" });
  const files = listed.filter((file) => file.endsWith(".txt")).sort();
  return files.flatMap((file) =>
    readGuards(readFileSync(path.join(lists, file), "utf8"), path.basename(file, ".txt")),
  );
}

/** What no longer fits between an entry and the tree, or undefined. */
export function findStaleness({ file, edits, tests }: Guard, root = repository): string | undefined {
  if (!existsSync(path.join(root, file))) return `${file} does not exist`;
  const text = readFileSync(path.join(root, file), "utf8");
  for (const { find, replace } of edits) {
    const times = text.split(find).length - 1;
    if (times !== 1) return `"${find}" occurs ${times} times in ${file}, not once`;
    if (find === replace) return "the replacement equals the guard";
  }
  if (tests.length === 0) return "no test is named";
  return tests.map((test) => missingTest(test, root)).find(Boolean);
}

function missingTest(test: string, root: string): string | undefined {
  const { file, name } = testNamed(test);
  if (!existsSync(path.join(root, file))) return `${file} does not exist`;
  const text = readFileSync(path.join(root, file), "utf8");
  // The names of `test.each` are put together when the tests run; the runner reports when none ran.
  const parts = name?.split(" > ") ?? [];
  const isThere = parts.every((part) => text.includes(part)) || text.includes(".each(");
  return isThere ? undefined : `no test "${name}" in ${file}`;
}

/** Splits "file > test name". The name may start with those of groups. */
export function testNamed(test: string): { file: string; name: string | undefined } {
  const [file = "", ...name] = test.split(" > ");
  return { file, name: name.join(" > ") || undefined };
}

/** The text of the guard's file without the guard. */
export function textWithout({ edits }: Guard, text: string): string {
  // A function, because `$&` and the like in a replacement text would be expanded.
  return edits.reduce((edited, { find, replace = "" }) => edited.replace(find, () => replace), text);
}
