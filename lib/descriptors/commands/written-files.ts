import { allPrograms, type Program, type Step, type Word } from "./reading.ts";
import { isOther, unpacking } from "./written-configuration.ts";

/** Files that no tool runs unless a command names the file. */
const harmless =
  /^(?:[\w./-]*\/)?[\w.-]+\.(?:log|txt|md|csv|out|pid|diff|tmp|html|png)$|^\/dev\/(?:null|stdout|stderr|tty)$/;
/** Files that an interpreter runs when a command names the folder. */
const ofFolder = /^(?:__main__|index|package|setup)\.\w+$/;
const copying = /^(?:cp|mv|ln|link|install)$/;

/** Whether a command runs a file that it writes, in any order: loops change the order. */
export function runsWrittenFile(
  steps: Step[],
  { files, runsProject, fetchesFiles }: { files: Word[]; runsProject: boolean; fetchesFiles: boolean },
): boolean {
  const programs = [...allPrograms(steps)];
  const hasFiles = files.length > 0;
  if (fetchesFiles && (hasFiles || runsProject)) return true;
  const values = [...files.map(({ value = "" }) => value), ...programs.flatMap(({ name }) => name ?? [])];
  const names = new Set(values.map(lastPart));
  const hasFolder = values.some((value) => /^(?:\.{1,2}|.*\/\.{0,2})$/.test(value));
  for (const program of programs) {
    const { writes, name = "" } = program;
    if (/^(?:mkdir|touch|chmod|chown|chgrp|setfacl|chattr|truncate)$/.test(name)) continue;
    if (hasFiles && copiesFolder(program)) return true;
    for (const { value } of writes) {
      const isHarmless = harmless.test(value ?? "");
      if (!isHarmless && (runsProject || (value === undefined && hasFiles))) return true;
      if (!isHarmless && hasFolder) return true;
      if (hasFiles && (/\/\.{0,2}$|^\.{1,2}$/.test(value ?? "") || value?.includes("://"))) return true;
    }
    // In a folder, a file keeps its source's name.
    const written = [...writes, ...(copying.test(name) ? program.reads : [])];
    if (written.some(({ value = "" }) => isAmong(names, value, hasFiles))) return true;
  }
  return false;
}

/** Whether a command writes files of any name where a program may be looked up (`PATH`). */
export function writesPrograms(steps: Step[], fetchesFiles: boolean) {
  const programs = [...allPrograms(steps)];
  return programs.some((writer) => {
    const name = writer.name?.replace(/^.*\//, "") ?? "";
    const unpacks = fetchesFiles && unpacking.test(name);
    const isOpaque =
      copiesFolder(writer) || /^(?:mv|ln|link)$/.test(name) || writer.reads.some(({ isStatic }) => !isStatic);
    if (!unpacks && !(copying.test(name) && isOpaque)) return false;
    const isProgramFolder = unpacks ? isUnclearFolder : isNamedForPrograms;
    const targets = /^(?:gh|docker|podman)$/.test(name) ? writer.args : writer.writes;
    return targets.some(isProgramFolder) && programs.some((other) => isOther(other, writer));
  });
}

function isNamedForPrograms({ text, value }: Word) {
  const path = value ?? text.replace(/["']/g, "");
  return value === undefined || /(?:^|\/)(?:s?bin|\.bin)(?:\/|$)|^\/(?:usr|opt)\//.test(path);
}

/** Whether a folder isn't below the project or the folder for temporary files. */
function isUnclearFolder(word: Word) {
  const path = word.value ?? word.text;
  if (/^-|^[a-z0-9+.-]+:\/\//i.test(path)) return false;
  return isNamedForPrograms(word) || /^[/~]|(?:^|\/)\.\.(?:\/|$)/.test(path);
}

/** @param names the last parts of run files */
function isAmong(names: Set<string>, written: string, hasFiles: boolean) {
  const last = lastPart(written);
  if (names.has(last)) return true;
  if (harmless.test(written)) return false;
  // An interpreter adds the extension, or finds a file in a named folder.
  if (names.has(last.replace(/\.[^.]*$/, ""))) return true;
  if (hasFiles && ofFolder.test(last) && [...names].some((name) => !name.includes("."))) return true;
  return written
    .split("/")
    .slice(0, -1)
    .some((part) => /[^.]/.test(part) && names.has(part));
}

/** Whether a program copies folders, whose files have no name here. */
function copiesFolder({ name = "", args }: Program) {
  return (
    copying.test(name) &&
    args.some(({ value = "" }) => /^-[A-Za-z]*[rRa]|^--(?:rec|arc)|(?:^|\/)\.{0,2}$/.test(value))
  );
}

/** @param path a path, an address, or a word such as `of=path` */
function lastPart(path: string) {
  let end = path.length;
  while (path[end - 1] === "/") end -= 1;
  return path.slice(path.lastIndexOf("/", end - 1) + 1, end).replace(/^.*=/, "");
}
