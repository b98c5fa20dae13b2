// @ts-check
import { isPowerfulVariable, setsEnvironment } from "../syntax/variables.mjs";

/** @typedef {import("./call.mjs").Call} Call */
/** @typedef {import("./call.mjs").Handler} Handler */

/** Builtins that change how the rest of the command is read or run. @type {Handler} */
const changesShell = ({ context }) => context.cannot("changed_shell");
/** @type {Handler} */
const evaluates = ({ context }) => context.cannot("evaluated_text");
/** @type {Handler} */
const calculates = ({ context }) => context.cannot("calculated_text");

/** `set -euo pipefail` and the like. @type {Handler} */
function set({ context, words }) {
  const harmless = words.every(
    ({ value }, index) =>
      /^[-+][euxofv]+$/.test(value ?? "") ||
      (value === "pipefail" && /^[-+][euxv]*o$/.test(words[index - 1]?.value ?? "")),
  );
  if (!harmless || words.length === 0) context.cannot("changed_shell");
}

/** `read` fills the variables that its words name. @type {Handler} */
function read({ context, words, program }) {
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

/** `printf -v` fills a variable; its name can be an index that is calculated. @type {Handler} */
function printf({ context, words }) {
  const [first] = words;
  if (first?.start.startsWith("-") && first.value !== "--") context.cannot("calculated_text");
  if (!first || (!first.isStatic && (first.splits || first.start === "")))
    context.cannot("unknown_arguments");
}

/** `test` and `\[`: `-v` and `-R` calculate. @type {Handler} */
function test({ context, words }) {
  if (
    words.some(
      ({ value, isStatic, text }) => /^-[vR]$/.test(value ?? "") || (!isStatic && !text.startsWith('"')),
    )
  )
    context.cannot("calculated_text");
}

/** `wait -p` fills a variable, whose name can be an index that is calculated. @type {Handler} */
function wait({ context, words }) {
  if (
    !words.every(
      ({ value, text }) => /^(?:-n|-f|%?[0-9]+)$/.test(value ?? "") || /^"?\$(?:!|\w+|\{\w+\})"?$/.test(text),
    )
  )
    context.cannot("calculated_text");
}

/** `export` and the like after `command` or `builtin`. @type {Handler} */
function exporting({ base, context, words, program }) {
  for (const { start, isStatic, text } of words) {
    const variable = start.split("=", 1)[0] ?? "";
    if ((!isStatic && !start.includes("=")) || isPowerfulVariable(variable))
      context.cannot("changed_environment");
    if (base === "export") setsEnvironment(context, variable, text);
    program.sets.push(text);
  }
}

/** `ip netns exec` and `ip vrf exec` run a program. @type {Handler} */
function ip({ context, words }) {
  if (
    words.some(
      ({ value }) =>
        value === undefined || /^(?:netns|vrf|-b|-batch|-force)$/.test(value) || /^e/.test(value),
    )
  )
    context.cannot("runs_others");
}

/** `dd of=file`. @type {Handler} */
function dd({ context, words, program }) {
  program.takesInput = !words.some(({ start }) => start.startsWith("if="));
  for (const word of words) {
    const [, name] = /^([a-z]+)=/.exec(word.start) ?? [];
    if (!name || word.splits) context.cannot("unknown_option");
    if (name === "if") program.reads.push(word);
    if (name === "of") program.writes.push(word);
  }
}

/** @type {Record<string, Handler>} */
export const builtinPrograms = {
  ...{ ".": evaluates, source: evaluates, eval: evaluates },
  ...{
    alias: changesShell,
    unalias: changesShell,
    enable: changesShell,
    hash: changesShell,
    shopt: changesShell,
  },
  ...{
    trap: changesShell,
    bind: changesShell,
    complete: changesShell,
    compopt: changesShell,
    compgen: changesShell,
  },
  ...{
    function: changesShell,
    coproc: changesShell,
    select: changesShell,
    history: changesShell,
    fc: changesShell,
  },
  ...{
    mapfile: changesShell,
    readarray: changesShell,
    declare: changesShell,
    typeset: changesShell,
    autoload: changesShell,
  },
  ...{
    emulate: changesShell,
    setopt: changesShell,
    zmodload: changesShell,
    disable: changesShell,
    getopts: changesShell,
  },
  ...{
    let: calculates,
    set,
    wait,
    read,
    printf,
    test,
    "[": test,
    export: exporting,
    readonly: exporting,
    local: exporting,
  },
  ...{ unset: exporting, ip, dd },
};
