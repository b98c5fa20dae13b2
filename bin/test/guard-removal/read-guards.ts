import type { Guard } from "./entries.ts";

/**
 * Reads a list of guards. A line `# path` names a file, `## name (invariant)` a guard in it, lines with `-`
 * are the text of the guard, those with `+` what stands there without it, and each `>` is a test that
 * notices. A line `and` begins a second edit of the same guard, and `//` a remark.
 * @throws {Error} for a line that is none of these
 */
export function readGuards(text: string, room: string): Guard[] {
  const guards: Guard[] = [];
  let file: string | undefined;
  for (const [at, line] of text.split("\n").entries()) {
    const [, name, invariant = ""] = /^## ([a-z0-9-]+) \((.+)\)$/.exec(line) ?? [];
    const guard = guards.at(-1);
    if (line.startsWith("# ")) file = line.slice(2);
    else if (name !== undefined && file !== undefined)
      guards.push({ room, name, invariant: numberOr(invariant), file, edits: [{ find: "" }], tests: [] });
    else if (line.startsWith("> ") && guard) guard.tests.push(line.slice(2));
    else if (line === "and" && guard) guard.edits.push({ find: "" });
    else if (/^[-+]/.test(line) && guard) addLine(guard, line);
    else if (line !== "" && !line.startsWith("// "))
      throw new Error(`${room}, line ${at + 1} is no part of a guard: ${line}`);
  }
  return guards;
}

function addLine({ edits }: Guard, line: string) {
  const edit = edits.at(-1);
  if (!edit) return;
  const [text, isFind] = [line.slice(1), line.startsWith("-")];
  if (isFind) edit.find = edit.find === "" ? text : `${edit.find}\n${text}`;
  else edit.replace = edit.replace === undefined ? text : `${edit.replace}\n${text}`;
}

function numberOr(invariant: string): number | string {
  return /^\d+$/.test(invariant) ? Number(invariant) : invariant;
}
