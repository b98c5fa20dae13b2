import type { Context } from "../context.ts";
import { namesInput } from "../later-input.ts";
import { newProgram, type ReadWord } from "../reading.ts";
import { builtinPrograms } from "./builtins.ts";
import { type Handler, handlersOf } from "./call.ts";
import { find } from "./find.ts";
import { git } from "./git.ts";
import { machinePrograms } from "./machine-table.ts";
import { networkPrograms } from "./network.ts";
import { packagePrograms } from "./packages.ts";
import { projectPrograms } from "./projects.ts";
import { readingPrograms } from "./reading-table.ts";
import { awk, sed } from "./sed.ts";
import { shellPrograms } from "./shells.ts";
import { readSpecified, readVerbs } from "./specified.ts";
import { systemPrograms } from "./system.ts";
import { toolPrograms } from "./tools.ts";
import { verbPrograms } from "./verb-table.ts";
import { readExec, wrapperPrograms } from "./wrappers.ts";
import { writingPrograms } from "./writing-table.ts";

/** Programs without configuration of their own, by a table of options. */
const plainPrograms = { ...readingPrograms, ...writingPrograms, ...machinePrograms };
/** Programs that need more than a table. */
const readPrograms = {
  ...{ ...projectPrograms, ...packagePrograms, ...toolPrograms, ...systemPrograms, ...networkPrograms },
  ...{ ...wrapperPrograms, ...builtinPrograms },
  ...{ find, git, sed, gsed: sed, awk, gawk: awk, mawk: awk, nawk: awk },
};
const handlers: Map<string, Handler> = new Map(
  Object.entries({
    ...{ ...shellPrograms, ...readPrograms, ...handlersOf(plainPrograms, readSpecified) },
    ...handlersOf(verbPrograms, (call, table) => {
      if (!readExec(call)) readVerbs(call, table);
    }),
  }),
);

/** Programs without configuration. Programs inside wrappers and shells have entries of their own. */
const unconfigured = new Set(
  [
    ...Object.keys({ ...plainPrograms, ...wrapperPrograms, ...builtinPrograms }),
    ..."find sed gsed awk gawk mawk nawk sh bash dash ash tar bsdtar jobs".split(" "),
  ].filter((name) => !(name in verbPrograms)),
);
/** Dashes and quotes without a meaning to the shell, which people take for syntax. */
const likeSyntax = /^[\u2010-\u2015\u2212]|^[\u2018-\u201f]|[\u2018-\u201f]$/;
const systemFolder = /^(?:\/usr(?:\/local)?|\/opt\/homebrew)?\/s?bin\//;
/** Folders of the project, where only listed programs are known. */
const projectFolder =
  /^(?:\.\/)?(?:node_modules\/\.bin|vendor\/bin|\.?venv\/bin)\/(?=[\w-]+[0-9.]*$)|^\.\/(?=(?:gradlew|mvnw)$)/;

/** Reads a program from its name and arguments. */
export function readProgram(context: Context, words: ReadWord[], text: string) {
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
      context.runsFile(first as ReadWord);
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

function handlerOf(base: string) {
  if (base.includes("/") || base !== base.toLowerCase()) return undefined;
  return handlers.get(canonicalName(base));
}

function isProjectProgram(base: string) {
  return base in projectPrograms || /^(?:python|pip)[0-9.]*$/.test(base);
}

/** Programs with versioned names, such as `python3.11` and `gcc-12`. */
const versioned = /^(?:python|pypy|pip|lua|ruby|php|node|perl|gcc|g\+\+|clang|clang\+\+)$/;

/** `python3.11` is Python, and `lua5.4` is Lua. */
function canonicalName(name: string) {
  const stem = name.replace(/-?[0-9][0-9.]*$/, "");
  return handlers.has(name) || !versioned.test(stem) ? name : stem;
}
