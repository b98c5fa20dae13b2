import { isPowerfulVariable, setsEnvironment } from "../syntax/variables.ts";
import type { Call, Handler } from "./call.ts";
import { same } from "./same.ts";

/** Builtins that change how the remaining command is read or run. */
const changesShell: Handler = ({ context }) => context.cannot("changed_shell");
const evaluates: Handler = ({ context }) => context.cannot("evaluated_text");
const calculates: Handler = ({ context }) => context.cannot("calculated_text");

/** `set -euo pipefail` and the like. */
function set({ context, words }: Call): void {
  const harmless = words.every(
    ({ value }, index) =>
      /^[-+][euxofv]+$/.test(value ?? "") ||
      (value === "pipefail" && /^[-+][euxv]*o$/.test(words[index - 1]?.value ?? "")),
  );
  if (!harmless || words.length === 0) context.cannot("changed_shell");
}

/** `read` fills the variables in its words. */
function read({ context, words, program }: Call): void {
  program.takesInput = !words.some(({ value }) => /^-[rse]*u$/.test(value ?? ""));
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    const value = word?.value ?? "$";
    if (/^-[rse]+$/.test(value)) continue;
    if (/^-[rse]*[pdnNtu]$/.test(value)) {
      at += 1;
      if (words[at]?.splits) context.cannot("unknown_arguments");
    } else if (!/^\w+$/.test(value) || isPowerfulVariable(value)) context.cannot("changed_environment");
    else program.sets.push(value);
  }
}

/** `printf -v` fills a variable, possibly with a calculated index. */
function printf({ context, words }: Call): void {
  const [first] = words;
  if (first?.start.startsWith("-") && first.value !== "--") context.cannot("calculated_text");
  if (!first || (!first.isStatic && (first.splits || first.start === "")))
    context.cannot("unknown_arguments");
}

/** `test` and `\[`: `-v` and `-R` calculate. */
function test({ context, words }: Call): void {
  if (
    words.some(
      ({ value, isStatic, text }) => /^-[vR]$/.test(value ?? "") || (!isStatic && !text.startsWith('"')),
    )
  )
    context.cannot("calculated_text");
}

/** `wait -p` fills a variable, possibly with a calculated index. */
function wait({ context, words }: Call): void {
  if (
    !words.every(
      ({ value, text }) => /^(?:-n|-f|%?[0-9]+)$/.test(value ?? "") || /^"?\$(?:!|\w+|\{\w+\})"?$/.test(text),
    )
  )
    context.cannot("calculated_text");
}

/** `export` and the like after `command` or `builtin`. */
function exporting({ base, context, words, program }: Call): void {
  for (const { start, isStatic, text } of words) {
    const variable = start.split("=", 1)[0] ?? "";
    if ((!isStatic && !start.includes("=")) || isPowerfulVariable(variable))
      context.cannot("changed_environment");
    if (base === "export") setsEnvironment(context, variable, text);
    program.sets.push(text);
  }
}

/** `dd of=file`. */
function dd({ context, words, program }: Call): void {
  program.takesInput = !words.some(({ start }) => start.startsWith("if="));
  for (const word of words) {
    const [, name] = /^([a-z]+)=/.exec(word.start) ?? [];
    if (!name || word.splits) context.cannot("unknown_option");
    if (name === "if") program.reads.push(word);
    if (name === "of") program.writes.push(word);
  }
}

export const builtinPrograms: Record<string, Handler> = {
  ...same(". source eval", evaluates),
  ...same("alias unalias enable hash shopt trap bind complete compopt compgen", changesShell),
  ...same("function coproc select history fc mapfile readarray declare typeset autoload", changesShell),
  ...same("emulate setopt zmodload disable getopts", changesShell),
  ...same("export readonly local unset", exporting),
  ...{ let: calculates, set, wait, read, printf, test, "[": test, dd },
};
