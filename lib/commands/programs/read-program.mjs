// @ts-check
import { newProgram } from "../reading.mjs";
import { builtinPrograms } from "./builtins.mjs";
import { filePrograms, inertPrograms } from "./files.mjs";
import { find } from "./find.mjs";
import { git } from "./git.mjs";
import { networkPrograms } from "./network.mjs";
import { packagePrograms } from "./packages.mjs";
import { projectPrograms } from "./projects.mjs";
import { awk, sed } from "./sed.mjs";
import { shellPrograms } from "./shells.mjs";
import { readSpecified } from "./specified.mjs";
import { systemPrograms } from "./system.mjs";
import { toolPrograms } from "./tools.mjs";
import { wrapperPrograms } from "./wrappers.mjs";

/** @typedef {import("../context.mjs").Context} Context */
/** @typedef {import("../reading.mjs").ReadWord} ReadWord */
/** @typedef {import("./call.mjs").Handler} Handler */

/** @type {Map<string, Handler>} */
const handlers = new Map([
  ...Object.entries(shellPrograms),
  ...Object.entries(filePrograms).map(
    ([name, spec]) => /** @type {[string, Handler]} */ ([name, (call) => readSpecified(call, spec)]),
  ),
  ...[...inertPrograms].map((name) => /** @type {[string, Handler]} */ ([name, () => {}])),
  ...Object.entries(projectPrograms),
  ...Object.entries(packagePrograms),
  ...Object.entries(toolPrograms),
  ...Object.entries(systemPrograms),
  ...Object.entries(networkPrograms),
  ...Object.entries(wrapperPrograms),
  ...Object.entries(builtinPrograms),
  ...Object.entries({ find, git, sed, gsed: sed, awk, gawk: awk, mawk: awk, nawk: awk }),
]);
/** Programs that are dangerous to mistake for another, by another spelling or from another folder. */
const powerful = new Set([
  ...Object.keys(shellPrograms),
  ...Object.keys(wrapperPrograms),
  ...Object.keys(builtinPrograms),
]);
const systemFolder = /^(?:\/usr(?:\/local)?|\/opt\/homebrew)?\/s?bin\//;

/**
 * Reads a program from its name and arguments.
 * @param {Context} context
 * @param {ReadWord[]} words
 * @param {string} text
 */
export function readProgram(context, words, text) {
  const [first, ...args] = words;
  const name = first?.value ?? (/^~\/[\w./-]+$/.test(first?.text ?? "") ? first?.text : undefined);
  const program = newProgram({
    kind: "program",
    text,
    args: args.filter((word) => word.text !== ""),
    runs: words.flatMap(({ nested }) => nested),
  });
  if (name === undefined) {
    context.cannot("unknown_program");
    return program;
  }
  program.name = name;
  if (!/^[A-Za-z0-9_.+@:~,/[-]+$/.test(name) || /^[-~](?!\/)/.test(name)) {
    context.cannot(/[^\x20-\x7e]/.test(name) ? "hidden_characters" : "unreadable_syntax");
    return program;
  }
  const base = name.replace(systemFolder, "");
  const handler = handlers.get(canonicalName(base));
  if (handler && !base.includes("/") && base === base.toLowerCase())
    handler({ context, words: args, program, base: canonicalName(base) });
  else readUnknown(context, base, /** @type {ReadWord} */ (first), args);
  return program;
}

/** `python3.11` is Python, and `lua5.4` is Lua. @param {string} name */
function canonicalName(name) {
  if (handlers.has(name)) return name;
  return name.replace(/-?[0-9][0-9.]*$/, "");
}

/**
 * A program that isn't known is shown with its arguments. A file is code like any other program,
 * unless the command itself writes it.
 * @param {Context} context @param {string} name @param {ReadWord} word @param {ReadWord[]} args
 */
function readUnknown(context, name, word, args) {
  const last = name.slice(name.lastIndexOf("/") + 1).replace(/\.exe$/i, "");
  // On some file systems, `SUDO` is `sudo`.
  if (
    powerful.has(canonicalName(last.toLowerCase())) ||
    (handlers.has(last.toLowerCase()) && !handlers.has(last))
  )
    context.cannot("runs_others");
  if (/^(?:\/dev\/|\/proc\/)/.test(name)) context.cannot("code_from_input");
  context.runsFile(word);
  // An unknown program can run the files that its arguments name.
  for (const one of args) if (one.isStatic) context.runsFile(one);
  // An argument that names a shell, such as `sh`, or that looks like a command for one.
  if (args.some(namesCommand)) context.cannot("runs_others");
}

/** @param {ReadWord} word */
function namesCommand({ value, start }) {
  const text = value ?? start;
  const last = text.slice(text.lastIndexOf("/") + 1).replace(/^.*=/, "");
  if (commandNames.has(canonicalName(last.toLowerCase()))) return true;
  return /(?:^|[\s=;|&/"'`(])(?:sh|bash|zsh|dash|ksh|python[0-9.]*|perl|ruby|node|php|eval|exec|sudo|curl|wget|nc)\s|\$\(|`|[;|&]\s*\w|>\s*[\w/~]/.test(
    text,
  );
}

const commandNames = new Set([
  ..."sh bash zsh dash ash ksh fish csh tcsh python perl ruby node nodejs php lua sudo doas env xargs eval exec nohup setsid busybox nc ncat socat curl wget pwsh powershell osascript awk gawk rm".split(
    " ",
  ),
]);
