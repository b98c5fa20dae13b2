import type { Program, Word } from "./reading.ts";

/** Folders outside a project, or from which relative words lead into the machine's own. */
const outside = /^\/(?:(?:usr|s?bin|lib|var|root|dev|proc|sys|System|private)[^/]*(?:\/.*)?)?$/;

/** Options before a folder, by program. */
const folderOptions: [RegExp, RegExp][] = [
  [/^env$/, /^(?:-\w*?C|--chdir=?)/],
  [/^git$/, /^-C/],
  [/^(?:docker|podman)$/, /^(?:-\w*?w|--workdir=?)/],
];

/** The folders that a command's programs change to. An unknown folder has no value. */
export function changedFolders(programs: Program[]): Word[] {
  const folders = programs.flatMap(foldersOf);
  return folders.map(({ text, value }) => {
    const isClear = value !== undefined && !outside.test(value) && (value !== "-" || folders.length > 1);
    return isClear ? { text, value, isStatic: true } : { text, isStatic: false };
  });
}

function foldersOf({ name = "", args }: Program): Word[] {
  const base = lastPart(name);
  if (base === "find") {
    const changes = args.some(({ value }) => /^-(?:exec|ok)dir$/.test(value ?? ""));
    return changes ? [{ text: "{}", isStatic: false }] : [];
  }
  // Like `cd -`: returns to a folder of this command, or to an unknown folder.
  if (base === "popd") return [{ text: "-", value: "-", isStatic: true }];
  if (/^(?:cd|pushd)$/.test(base)) {
    const folders = args.filter(({ value }) => value === "-" || !/^[-+]/.test(value ?? ""));
    return folders.length > 0 || base === "pushd" ? folders : [{ text: "~", isStatic: false }];
  }
  const option = folderOptions.find(([names]) => names.test(base))?.[1];
  if (!option) return [];
  return args.flatMap((word, index) => {
    const [found] = option.exec(word.value ?? word.text) ?? [];
    if (found === undefined) return [];
    if (word.value === undefined) return [word];
    const rest = word.value.slice(found.length);
    return rest === "" ? args.slice(index + 1, index + 2) : [{ text: rest, value: rest, isStatic: true }];
  });
}

/** A word as it's written, and within each of the folders. */
export function withinFolders(word: Word, folders: Word[]): Word[] {
  if (/^["']?[/~]/.test(word.text)) return [word];
  const joined = folders.map(({ text, value }) => ({
    text: `${text}/${word.text}`,
    isStatic: value !== undefined && word.isStatic,
    ...(value === undefined || word.value === undefined ? {} : { value: `${value}/${word.value}` }),
  }));
  return [word, ...joined];
}

/** @returns the part after the last slash */
export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
