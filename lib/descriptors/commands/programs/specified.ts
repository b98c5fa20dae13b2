import { effects, type ReadWord, type Word } from "../reading.ts";
import type { Call } from "./call.ts";
import { type Option, type ProgramSpec, readOptions } from "./options.ts";
import type { VerbTable } from "./verb-table.ts";

/** Adds a program's effects. An unlisted option could run a program, or take the next word as its value. */
export function readSpecified(call: Call, spec: ProgramSpec) {
  const { context, program } = call;
  if (spec.isText) return;
  const words = call.words.filter(({ value }) => !spec.also?.test(value ?? ""));
  const { options, operands, hasUnknown, hasDynamic } = readOptions(words, spec);
  if (hasUnknown) context.cannot("unlisted_option");
  if (!spec.isLax && hasDynamic) context.cannot("unknown_arguments");
  for (const effect of effects) {
    const names = listOf(spec.options?.[effect]);
    for (const { name, value } of options) if (value && names.includes(name)) program[effect].push(value);
  }
  const running = listOf(spec.options?.runsFiles);
  for (const { name, value } of options) if (value && running.includes(name)) context.runsFile(value);
  program.hosts.push(...program.reads.filter(({ text }) => /^["']?[a-z][a-z0-9+.-]*:\/\//.test(text)));
  if (spec.fetches) context.fetchesFiles();
  if (spec.runs === "project") context.runsProject();
  const has = (list: string | undefined) => options.some(({ name }) => listOf(list).includes(name));
  const isSkipped = has(spec.skippedBy) || words.length < call.words.length;
  const rest = operands.slice(isSkipped ? 0 : (spec.skip ?? 0));
  const isWrong = ({ value, start = "" }: Word & { start?: string }) =>
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

function addOperands({ program }: Call, spec: ProgramSpec, rest: ReadWord[], options: Option[]) {
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

/** Adds the effects of a program with commands of its own, such as `compose up`. */
export function readVerbs(call: Call, { common = {}, verbs }: VerbTable) {
  const { context, words } = call;
  if (words.length === 0 || (words.length === 1 && /^(?:--version|--help)$/.test(words[0]?.value ?? "")))
    return;
  const { operands, hasUnknown, hasDynamic, options } = readOptions(words, { ...common, stopsEarly: true });
  const [first, second] = operands.map(({ value }) => value);
  const long = specOf(verbs, `${first} ${second}`);
  const spec = long ?? specOf(verbs, first ?? "");
  // Words after `--` are for a second program, such as git.
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

function specOf(verbs: VerbTable["verbs"], verb: string) {
  return Object.entries(verbs).find(([names]) => names.split(",").includes(verb))?.[1];
}

function listOf(list?: string) {
  return list?.split(" ") ?? [];
}
