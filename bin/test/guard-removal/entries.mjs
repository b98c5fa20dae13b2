import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { tsImport } from "tsx/esm/api";
import { repository } from "../../setup/repository.mjs";

/**
 * One guard whose absence a test has to notice.
 *
 * @typedef {object} Guard
 * @property {string} name unique in its room, in kebab case
 * @property {number | string} invariant number in docs/invariants.md, or the row of
 * docs/security.md
 * @property {string} file the file that holds the guard
 * @property {string} find the text of the guard; occurs exactly once in the file
 * @property {string} [replace] what stands there without the guard; nothing if left out
 * @property {{find: string, replace?: string}[]} [edits] instead of both: a guard that is written
 * twice in the file
 * @property {string[]} tests "file", "file > test name" or "file > group > test name"
 * @property {string} room name of the list, set on loading
 */

const lists = path.join(repository, "bin/test/guards");

/**
 * @returns {Promise<Guard[]>} the entries of every list in bin/test/guards, in the order of the
 * rooms.
 */
export async function loadGuards() {
  const files = readdirSync(lists, { recursive: true }).filter((file) => file.endsWith(".ts"));
  const loaded = files.sort().map(async (file) => {
    const { default: entries } = await tsImport(path.join(lists, file), import.meta.url);
    const room = path.basename(file, ".ts");
    return entries.map(({ find, replace, ...entry }) => ({ edits: [{ find, replace }], ...entry, room }));
  });
  return (await Promise.all(loaded)).flat();
}

/** What no longer fits between an entry and the tree, or undefined. */
export function findStaleness({ file, edits, tests }, root = repository) {
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

function missingTest(test, root) {
  const { file, name } = testNamed(test);
  if (!existsSync(path.join(root, file))) return `${file} does not exist`;
  const text = readFileSync(path.join(root, file), "utf8");
  // The names of `test.each` are put together when the tests run; the runner reports when none ran.
  const parts = name?.split(" > ") ?? [];
  const isThere = parts.every((part) => text.includes(part)) || text.includes(".each(");
  return isThere ? undefined : `no test "${name}" in ${file}`;
}

/** Splits "file > test name". The name may start with those of groups. */
export function testNamed(test) {
  const [file, ...name] = test.split(" > ");
  return { file, name: name.join(" > ") || undefined };
}

/** The text of the guard's file without the guard. */
export function textWithout({ edits }, text) {
  // A function, because `$&` and the like in a replacement text would be expanded.
  return edits.reduce((edited, { find, replace = "" }) => edited.replace(find, () => replace), text);
}
