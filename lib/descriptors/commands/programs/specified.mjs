// @ts-check
import { readOptions } from "./options.mjs";

/** @typedef {import("./call.mjs").Call} Call */
/** @typedef {import("./call.mjs").ReadWord} ReadWord */
/** @typedef {"reads" | "writes" | "deletes" | "hosts"} Effect */
/**
 * @typedef {object} Effects what a program does with its words
 * @property {Effect | "copies" | "moves" | "filters" | "nothing" | "none"} [operands] `none`: it takes none
 * @property {number} [skip] operands before those, such as a pattern
 * @property {string} [skippedBy] options that take the place of the skipped operands
 * @property {RegExp} [also] words that are options although their letters aren't listed, such as `-x` of chmod
 * @property {RegExp} [matching] what each operand, and each file that an option names, has to be
 * @property {boolean} [isText] whether each word is text, also one that begins with a dash
 * @property {boolean} [fetches] whether it writes files that its words don't name
 * @property {"project"} [runs] whether it runs the code of the project in the working folder
 * @property {"always" | "without_files" | "perhaps"} [input] when it reads its standard input; `perhaps`:
 * without files, it decides by what the input is
 * @property {string} [inputUnless] options with which it doesn't
 * @property {RegExp} [asksFor] a skipped operand that matches, or isn't known, reads the input in spite of these options
 * @property {Partial<Record<Effect | "runsFiles", string>>} [options] options whose value is such a file or address
 * @typedef {import("./options.mjs").Spec & Effects} ProgramSpec
 */

/**
 * Adds the effects of a program whose options and operands are listed. An option that isn't listed
 * can't be inspected: it could run another program, or take the next word as its value.
 * @param {Call} call
 * @param {ProgramSpec} spec
 */
export function readSpecified(call, spec) {
  const { context, program } = call;
  if (spec.isText) return;
  const words = call.words.filter(({ value }) => !spec.also?.test(value ?? ""));
  const { options, operands, hasUnknown, hasDynamic } = readOptions(words, spec);
  if (hasUnknown) context.cannot("unlisted_option");
  if (!spec.isLax && hasDynamic) context.cannot("unknown_arguments");
  for (const effect of /** @type {Effect[]} */ (["reads", "writes", "deletes", "hosts"])) {
    const names = listOf(spec.options?.[effect]);
    for (const { name, value } of options) if (value && names.includes(name)) program[effect].push(value);
  }
  const running = listOf(spec.options?.runsFiles);
  for (const { name, value } of options) if (value && running.includes(name)) context.runsFile(value);
  program.hosts.push(...program.reads.filter(({ text }) => /^["']?[a-z][a-z0-9+.-]*:\/\//.test(text)));
  if (spec.fetches) context.fetchesFiles();
  if (spec.runs === "project") context.runsProject();
  const has = (/** @type {string | undefined} */ list) =>
    options.some(({ name }) => listOf(list).includes(name));
  const isSkipped = has(spec.skippedBy) || words.length < call.words.length;
  const rest = operands.slice(isSkipped ? 0 : (spec.skip ?? 0));
  const isWrong = (/** @type {import("../reading.mjs").Word & {start?: string}} */ { value, start = "" }) =>
    spec.matching?.test(value ?? `${start}$`) === false;
  const checked = [...rest, ...program.reads];
  if ((spec.operands === "none" && rest.length > 0) || checked.some(isWrong))
    context.cannot("unlisted_option");
  const named = spec.operands === "nothing" ? program.reads : [...rest, ...program.reads];
  const namesInput = named.some(({ value }) => value === "-");
  const isMissingFile = spec.input === "always" || (spec.input && rest.length === 0);
  const asks = operands.slice(0, spec.skip ?? 0).some(({ value }) => spec.asksFor?.test(value ?? "input"));
  const isAsked = asks || (spec.asksFor && isSkipped);
  if (namesInput || (isMissingFile && (isAsked || !has(spec.inputUnless))))
    program.takesInput = spec.input === "perhaps" ? spec.input : true;
  addOperands(call, spec, rest, options);
}

/** @param {Call} call @param {ProgramSpec} spec @param {ReadWord[]} rest @param {import("./options.mjs").Option[]} options */
function addOperands({ program }, spec, rest, options) {
  const target = options.find(({ name }) => name === "-t" || name === "--target-directory")?.value;
  if (spec.operands === "copies" || spec.operands === "moves") {
    const sources = target ? rest : rest.slice(0, -1);
    program.reads.push(...sources);
    if (spec.operands === "moves") program.deletes.push(...sources);
    program.writes.push(...(target ? [target] : rest.slice(-1)));
  } else if (spec.operands === "filters") {
    program.reads.push(...rest.slice(0, 1));
    program.writes.push(...rest.slice(1));
  } else if (spec.operands && spec.operands !== "nothing" && spec.operands !== "none")
    program[spec.operands].push(...rest);
}

/**
 * Adds the effects of a program whose first words name a command of its own, such as `compose up`.
 * @param {Call} call
 * @param {import("./tables/verbs.mjs").VerbTable} table
 */
export function readVerbs(call, { common = {}, verbs }) {
  const { context, words } = call;
  if (words.length === 0 || (words.length === 1 && /^(?:--version|--help)$/.test(words[0]?.value ?? "")))
    return;
  const { operands, hasUnknown, hasDynamic, options } = readOptions(words, { ...common, stopsEarly: true });
  const [first, second] = operands.map(({ value }) => value);
  const long = specOf(verbs, `${first} ${second}`);
  const spec = long ?? specOf(verbs, first ?? "");
  // What follows `--` is for another program, such as git.
  if (hasUnknown || !spec || words.some(({ value }) => value === "--")) context.cannot("unlisted_option");
  if (hasDynamic && options.length > 0) context.cannot("unknown_arguments");
  if (!spec) return;
  const merged = {
    ...spec,
    isLongDash: spec.isLongDash ?? common.isLongDash,
    flags: `${common.flags ?? ""} ${spec.flags ?? ""}`,
    values: `${common.values ?? ""} ${spec.values ?? ""}`,
  };
  readSpecified({ ...call, words: operands.slice(long ? 2 : 1) }, merged);
}

/** @param {import("./tables/verbs.mjs").VerbTable["verbs"]} verbs @param {string} verb */
function specOf(verbs, verb) {
  return Object.entries(verbs).find(([names]) => names.split(",").includes(verb))?.[1];
}

/** @param {string} [list] */
function listOf(list) {
  return list?.split(" ") ?? [];
}
