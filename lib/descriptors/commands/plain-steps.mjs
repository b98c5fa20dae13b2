// @ts-check

/** @typedef {import("./reading.mjs").Step} Step */
/** @typedef {import("./reading.mjs").Word} Word */

/**
 * Steps as plain JSON, with their members in one order and without what only the reader needs.
 * @param {Step[]} steps
 * @returns {Step[]}
 */
export function plainSteps(steps) {
  return steps.map(({ after, inBackground, isNegated, programs }) => ({
    after,
    inBackground,
    isNegated,
    programs: programs.map((program) => ({
      kind: program.kind,
      text: program.text,
      ...(program.at === undefined ? {} : { at: program.at }),
      ...(program.name === undefined ? {} : { name: program.name }),
      args: plainWords(program.args),
      reads: plainWords(program.reads),
      writes: plainWords(program.writes),
      deletes: plainWords(program.deletes),
      hosts: plainWords(program.hosts),
      sets: program.sets,
      ...(program.isUnknown ? { isUnknown: true } : {}),
      asOtherUser: program.asOtherUser,
      elsewhere: program.elsewhere,
      runs: plainSteps(program.runs),
    })),
  }));
}

/** @param {Word[]} words @returns {Word[]} */
function plainWords(words) {
  return words.map(({ text, isStatic, value }) => ({ text, isStatic, ...(isStatic ? { value } : {}) }));
}
