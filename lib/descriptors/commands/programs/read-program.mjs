// @ts-check
import { namesInput } from "../later-input.mjs";
import { newProgram } from "../reading.mjs";
import { builtinPrograms } from "./builtins.mjs";
import { find } from "./find.mjs";
import { git } from "./git.mjs";
import { networkPrograms } from "./network.mjs";
import { packagePrograms } from "./packages.mjs";
import { projectPrograms } from "./projects.mjs";
import { awk, sed } from "./sed.mjs";
import { shellPrograms } from "./shells.mjs";
import { readSpecified, readVerbs } from "./specified.mjs";
import { systemPrograms } from "./system.mjs";
import { machinePrograms } from "./tables/machine.mjs";
import { readingPrograms } from "./tables/reading.mjs";
import { verbPrograms } from "./tables/verbs.mjs";
import { writingPrograms } from "./tables/writing.mjs";
import { toolPrograms } from "./tools.mjs";
import { readExec, wrapperPrograms } from "./wrappers.mjs";

/** @typedef {import("../context.mjs").Context} Context */
/** @typedef {import("../reading.mjs").ReadWord} ReadWord */
/** @typedef {import("./call.mjs").Call} Call */
/** @typedef {import("./call.mjs").Handler} Handler */

/** Programs that can't read configuration of their own, by a table of their options. */
const plainPrograms = { ...readingPrograms, ...writingPrograms, ...machinePrograms };
/** Programs whose words take more than a table. */
const readPrograms = {
  ...{ ...projectPrograms, ...packagePrograms, ...toolPrograms, ...systemPrograms, ...networkPrograms },
  ...{ ...wrapperPrograms, ...builtinPrograms },
  ...{ find, git, sed, gsed: sed, awk, gawk: awk, mawk: awk, nawk: awk },
};
/** By the name of the program. @type {Map<string, Handler>} */
const handlers = new Map(
  [shellPrograms, readPrograms, specified(plainPrograms), withVerbs(verbPrograms)].flatMap((list) =>
    Object.entries(list),
  ),
);

/** @param {Record<string, import("./specified.mjs").ProgramSpec>} specs @returns {Record<string, Handler>} */
function specified(specs) {
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [
      name,
      (/** @type {Call} */ call) => readSpecified(call, spec),
    ]),
  );
}

/** @param {Record<string, import("./tables/verbs.mjs").VerbTable>} tables @returns {Record<string, Handler>} */
function withVerbs(tables) {
  return Object.fromEntries(
    Object.entries(tables).map(([name, table]) => [
      name,
      (/** @type {Call} */ call) => {
        if (!readExec(call)) readVerbs(call, table);
      },
    ]),
  );
}

/** Programs that read no configuration. Wrappers and shells run programs that have entries of their own. */
const unconfigured = new Set(
  [
    ...Object.keys({ ...plainPrograms, ...wrapperPrograms, ...builtinPrograms }),
    ..."find sed gsed awk gawk mawk nawk sh bash dash ash tar bsdtar jobs".split(" "),
  ].filter((name) => !(name in verbPrograms)),
);
/** Dashes and quotes without a meaning to the shell, where a person takes them for the shell's own. */
const likeSyntax = /^[\u2010-\u2015\u2212]|^[\u2018-\u201f]|[\u2018-\u201f]$/;
const systemFolder = /^(?:\/usr(?:\/local)?|\/opt\/homebrew)?\/s?bin\//;
/** Folders of the project or its environment, in which only programs of the lists below are known. */
const projectFolder =
  /^(?:\.\/)?(?:node_modules\/\.bin|vendor\/bin|\.?venv\/bin)\/(?=[\w-]+[0-9.]*$)|^\.\/(?=(?:gradlew|mvnw)$)/;

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
  if (args.some(({ text: written }) => likeSyntax.test(written))) context.cannot("hidden_characters");
  const path = name.replace(systemFolder, "");
  const isOfProject = projectFolder.test(path);
  const base = isOfProject ? path.replace(projectFolder, "") : path;
  const handler = handlerOf(base);
  if (handler && (!isOfProject || isProjectProgram(base))) {
    program.isConfigured = !unconfigured.has(base);
    if (isOfProject) {
      context.runsFile(/** @type {ReadWord} */ (first));
      context.runsProject();
    }
    handler({ context, words: args, program, base: canonicalName(base) });
    if (base !== "tee" && args.some(({ start }) => namesInput(start))) program.takesInput = true;
  } else {
    program.isUnknown = true;
    program.isConfigured = true;
    context.cannot("unlisted_program");
  }
  return program;
}

/** @param {string} base */
function handlerOf(base) {
  if (base.includes("/") || base !== base.toLowerCase()) return undefined;
  return handlers.get(canonicalName(base));
}

/** @param {string} base */
function isProjectProgram(base) {
  return base in projectPrograms || /^(?:python|pip)[0-9.]*$/.test(base);
}

/** Programs whose installed versions have names such as `python3.11` and `gcc-12`. */
const versioned = /^(?:python|pypy|pip|lua|ruby|php|node|perl|gcc|g\+\+|clang|clang\+\+)$/;

/** `python3.11` is Python, and `lua5.4` is Lua. @param {string} name */
function canonicalName(name) {
  const stem = name.replace(/-?[0-9][0-9.]*$/, "");
  return handlers.has(name) || !versioned.test(stem) ? name : stem;
}
