// @ts-check
import { readOptions } from "./options.mjs";

/** @typedef {import("./call.mjs").Call} Call */
/** @typedef {import("./call.mjs").ReadWord} ReadWord */
/** @typedef {"reads" | "writes" | "deletes" | "hosts"} Effect */
/**
 * @typedef {object} Effects what a program does with its words
 * @property {Effect | "copies" | "moves" | "filters" | "nothing"} [operands]
 * @property {number} [skip] operands before those, such as a pattern
 * @property {string} [skippedBy] options that take the place of the skipped operands
 * @property {boolean} [fetches] whether it writes files that its words don't name
 * @property {Partial<Record<Effect, string>>} [options] options whose value is such a file or address
 * @typedef {import("./options.mjs").Spec & Effects} ProgramSpec
 */

/**
 * Adds the effects of a program whose options and operands are listed.
 * @param {Call} call
 * @param {ProgramSpec} spec
 */
export function readSpecified(call, spec) {
  const { context, program } = call;
  const { options, operands, hasUnknown, hasDynamic, hasAbbreviation } = readOptions(call.words, spec);
  if (!spec.isLax && hasUnknown) context.cannot("unknown_option");
  if (!spec.isLax && hasDynamic) context.cannot("unknown_arguments");
  for (const effect of /** @type {Effect[]} */ (["reads", "writes", "deletes", "hosts"])) {
    const names = spec.options?.[effect]?.split(" ") ?? [];
    for (const { name, value } of options) if (value && names.includes(name)) program[effect].push(value);
  }
  if (spec.fetches) context.fetchesFiles();
  if (spec.isLax && hasAbbreviation) context.cannot("unknown_option");
  const skippedBy = spec.skippedBy?.split(" ") ?? [];
  const skip = options.some(({ name }) => skippedBy.includes(name)) ? 0 : (spec.skip ?? 0);
  const rest = operands.slice(skip);
  const target = options.find(({ name }) => name === "-t" || name === "--target-directory")?.value;
  if (spec.operands === "copies" || spec.operands === "moves") {
    const sources = target ? rest : rest.slice(0, -1);
    program.reads.push(...sources);
    if (spec.operands === "moves") program.deletes.push(...sources);
    program.writes.push(...(target ? [target] : rest.slice(-1)));
  } else if (spec.operands === "filters") {
    program.reads.push(...rest.slice(0, 1));
    program.writes.push(...rest.slice(1));
  } else if (spec.operands && spec.operands !== "nothing") program[spec.operands].push(...rest);
}
