// @ts-check

/** @typedef {import("../context.mjs").Context} Context */
/** @typedef {import("../reading.mjs").ReadWord} ReadWord */
/** @typedef {import("../reading.mjs").Program} Program */
/** @typedef {import("./options.mjs").Spec} Spec */

/**
 * One call of a known program. A handler adds the program's effects to `program`.
 * @typedef {object} Call
 * @property {Context} context
 * @property {ReadWord[]} words the arguments
 * @property {Program} program
 * @property {string} base the name without its folder
 *
 * @typedef {(call: Call) => void} Handler
 */

/**
 * Reads another command from words of this one, such as the words after `sudo`.
 * @param {Call} call
 * @param {ReadWord[]} words
 * @param {{asOtherUser?: boolean, elsewhere?: boolean}} [how]
 */
export function runWords({ context, program }, words, how = {}) {
  if (words.length === 0) return;
  const text = words
    .map((word) => word.text)
    .filter((word) => word !== "")
    .join(" ");
  // The outer program's nested steps hold those of the words already.
  const inner = context.readProgram(
    words.map((word) => ({ ...word, nested: [] })),
    text,
  );
  addInner(program, [{ after: "", inBackground: false, isNegated: false, programs: [inner] }], how);
}

/** What shells other than bash read in another way. */
const bashOnly = /\[\[|\(\(|\$['"]|&>|\|&|<<<|[<>]\(/;

/**
 * Reads a text that another shell runs.
 * @param {Call} call
 * @param {ReadWord | undefined} word
 * @param {{asOtherUser?: boolean, elsewhere?: boolean, shell?: string}} [how]
 */
export function runText({ context, program }, word, how = {}) {
  if (word?.value === undefined) return context.cannot("evaluated_text");
  if (how.shell !== "bash" && bashOnly.test(word.value)) context.cannot("unreadable_syntax");
  addInner(program, context.readInner(word.value), how);
}

/** @param {Program} program @param {import("../reading.mjs").Step[]} steps @param {{asOtherUser?: boolean, elsewhere?: boolean}} how */
function addInner(program, steps, how) {
  program.runs.push(
    ...steps.map((step) => ({ ...step, programs: step.programs.map((one) => marked(one, how)) })),
  );
}

/** @param {Program} program @param {{asOtherUser?: boolean, elsewhere?: boolean}} how @returns {Program} */
function marked(program, how) {
  const runs = program.runs.map((step) => ({
    ...step,
    programs: step.programs.map((one) => marked(one, how)),
  }));
  return {
    ...program,
    asOtherUser: program.asOtherUser || how.asOtherUser === true,
    elsewhere: program.elsewhere || how.elsewhere === true,
    runs,
  };
}
