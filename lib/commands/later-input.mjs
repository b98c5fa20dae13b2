// @ts-check
import { allPrograms } from "./reading.mjs";

/** @typedef {import("./reading.mjs").Program} Program */
/** @typedef {import("./reading.mjs").Step} Step */

/**
 * Whether a word names the input of a program, or the terminal, as a file.
 * @param {string} text also with an option before the path, such as `if=/dev/stdin`
 */
export function namesInput(text) {
  const path = text.replace(/^(?:\w+=|@)/, "").replace(/\/(?:\.?\/)+/g, "/");
  return /^\/dev\/(?:stdin|fd|tty|pts|console)|^\/proc\/[^/]+\/(?:fd|root|cwd|task)|\/\.\.\/(?:.*\/)?(?:dev|proc)\//.test(
    path,
  );
}

/**
 * Whether a program of the command takes input that neither the command's own words, nor a file, nor a
 * pipe supplies. An agent can supply it while the command runs, without another approval: `cat > x.sh`.
 * @param {Step[]} steps
 * @returns {boolean}
 */
export function takesLaterInput(steps) {
  const writes = [...allPrograms(steps)].some((program) => program.writes.length > 0);
  return awaitsInput(steps, false, writes);
}

/** @param {Step[]} steps @param {boolean} isSupplied @param {boolean} writes @returns {boolean} */
function awaitsInput(steps, isSupplied, writes) {
  return steps.some(({ programs }) =>
    programs.some((program, index) => {
      const hasInput = isSupplied || index > 0 || program.hasInput === true;
      const takes = program.takesInput === true || (program.takesInput === "perhaps" && writes);
      return (takes && !hasInput) || awaitsInput(program.runs, hasInput, writes);
    }),
  );
}
