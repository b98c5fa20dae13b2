import type { ReadWord } from "../reading.ts";
import { wordSet } from "../word-set.ts";
import { type Call, runWords } from "./call.ts";
import { canBecomeOption } from "./options.ts";

const flags = wordSet(
  "! ( ) , -a -o -not -and -or -L -H -P -print -print0 -ls -prune -quit -depth -empty -daystart -follow -mount -xdev -nouser -nogroup -readable -writable -executable -true -false -noleaf -E -X -s",
);
const valued = wordSet(
  "-name -iname -path -ipath -wholename -lname -ilname -regex -iregex -regextype -type -xtype -size -mtime -atime -ctime -mmin -amin -cmin -newer -anewer -cnewer -newermt -maxdepth -mindepth -perm -user -group -uid -gid -links -inum -samefile -fstype -printf",
);
const writing = wordSet("-fprint -fprint0 -fls");
const running = wordSet("-exec -execdir -ok -okdir");

export function find(call: Call) {
  const { context, program, words: given } = call;
  const start = given.findIndex(({ start: text }) => /^[-!(]/.test(text) && !/^-[LHP]$/.test(text));
  const roots = given
    .slice(0, start < 0 ? given.length : start)
    .filter(({ value }) => !/^-[LHP]$/.test(value ?? ""));
  // A dynamic starting point could be `-exec` or `-delete`.
  if (given.some((word, index) => canBecomeOption(word) && !valued.has(given[index - 1]?.value ?? "")))
    context.cannot("unknown_arguments");
  if (given.some(({ splits }) => splits)) context.cannot("unknown_arguments");
  program.reads.push(...roots);
  let hasDelete = false;
  for (let at = roots.length; at < given.length; at += 1) {
    const name = given[at]?.value;
    if (
      name === undefined ||
      (!flags.has(name) && !valued.has(name) && !writing.has(name) && !running.has(name))
    ) {
      if (name === "-delete") hasDelete = true;
      else if (!roots.includes(given[at] as ReadWord)) context.cannot("unknown_option");
    } else if (valued.has(name)) at += 1;
    else if (writing.has(name)) {
      at += 1;
      const file = given[at];
      if (file) program.writes.push(file);
    } else if (running.has(name)) at = readExec(call, at + 1);
  }
  if (hasDelete) program.deletes.push(...roots);
}

/** @returns the place of the `;` or `+` */
function readExec(call: Call, from: number): number {
  const end = call.words.findIndex(({ value }, index) => index >= from && (value === ";" || value === "+"));
  if (end <= from) {
    call.context.cannot("unreadable_syntax");
    return call.words.length;
  }
  // `{}` becomes a path below a starting point, and so no option.
  const inner = call.words
    .slice(from, end)
    .map((word) =>
      word.start.includes("{}")
        ? { ...word, isStatic: false, value: undefined, start: word.start.replace(/\{\}[\s\S]*/, "./") }
        : word,
    );
  runWords(call, inner);
  return end;
}
