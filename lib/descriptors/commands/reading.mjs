// @ts-check

/**
 * The types of a reading. A reading is plain JSON, and depends on the text alone.
 *
 * @typedef {object} Word one word of the command
 * @property {string} text as written
 * @property {boolean} isStatic whether the word has the same value in every run
 * @property {string} [value] the value of a static word, without its quotes
 *
 * @typedef {object} Program a program with its effects, or a construct of the shell
 * @property {string} kind `program`, `assignment`, `test`, `redirection`, or the construct's keyword
 * @property {string} text as written; of a construct, what precedes its body
 * @property {number} [at] where the text begins in the whole command; absent where it isn't one part of it
 * @property {string} [name] the program's name, without quotes
 * @property {Word[]} args
 * @property {Word[]} reads files that are read
 * @property {Word[]} writes files that are created, written or changed
 * @property {Word[]} deletes files that are deleted or moved away
 * @property {Word[]} hosts addresses that are connected to
 * @property {string[]} sets variables that are set, as written
 * @property {boolean} asOtherUser whether it runs with another user's rights, for example by sudo
 * @property {boolean} elsewhere whether it runs on another host or in a container
 * @property {Step[]} runs commands within this one: of sudo, of a loop, of a substitution
 * @property {boolean} [isUnknown] whether the reader has no entry for the program
 * @property {boolean} [isConfigured] whether it can be one that reads configuration files; for the reader only
 * @property {boolean | "perhaps"} [takesInput] whether it reads its standard input; for the reader only
 * @property {boolean} [hasInput] whether its own words supply this input; for the reader only
 *
 * @typedef {object} Step a pipeline
 * @property {"" | ";" | "&&" | "||" | "&"} after what joins the step to the one before
 * @property {boolean} inBackground
 * @property {boolean} isNegated
 * @property {Program[]} programs
 *
 * @typedef {object} Reading
 * @property {boolean} inspectable
 * @property {import("./reasons.mjs").Reason[]} reasons
 * @property {Step[]} steps
 * @property {string[]} comments
 */

/**
 * A word with what only the reader needs.
 * @typedef {Word & {start: string, splits: boolean, nested: Step[]}} ReadWord `start` is the value up
 * to the first part that isn't static. A word that splits can become several
 */

/**
 * @param {Partial<Program> & {kind: string, text: string}} members
 * @returns {Program}
 */
export function newProgram(members) {
  const lists = { args: [], reads: [], writes: [], deletes: [], hosts: [], sets: [] };
  return { ...lists, asOtherUser: false, elsewhere: false, runs: [], ...members };
}

/**
 * @param {Program[]} programs
 * @param {Partial<Step>} [members]
 * @returns {Step}
 */
export function newStep(programs, members = {}) {
  return { after: "", inBackground: false, isNegated: false, programs, ...members };
}

/**
 * Every program of some steps, with the programs within them.
 * @param {Step[]} steps
 * @returns {Generator<Program>}
 */
export function* allPrograms(steps) {
  for (const { programs } of steps)
    for (const program of programs) {
      yield program;
      yield* allPrograms(program.runs);
    }
}
