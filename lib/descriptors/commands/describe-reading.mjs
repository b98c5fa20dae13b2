// @ts-check
import { uninspectedLabel } from "../../text/description-labels.mjs";

/** @typedef {import("./reading.mjs").Program} Program */
/** @typedef {import("./reading.mjs").Reading} Reading */
/** @typedef {import("./reading.mjs").Step} Step */
/** @typedef {import("./reading.mjs").Word} Word */
/** @typedef {{label: string, value: string, tone?: "warning"}} Line */

// All labels are part of signed digests and never change (lib/descriptors/formats/command.mjs).

/** The labels of programs: what joins them, and where they run. */
const plainLabels = {
  runs: "Runs",
  pipes: "Pipes into",
  runsUnknown: "Runs unknown program",
  pipesUnknown: "Pipes into unknown program",
  reads: "Reads",
  writes: "Writes",
  deletes: "Deletes",
  hosts: "Connects to",
  sets: "Sets",
};
const userLabels = {
  runs: "Runs as another user",
  pipes: "Pipes into, as another user",
  runsUnknown: "Runs unknown program as another user",
  pipesUnknown: "Pipes into unknown program, as another user",
  reads: "Reads as another user",
  writes: "Writes as another user",
  deletes: "Deletes as another user",
  hosts: "Connects as another user to",
  sets: "Sets for another user",
};
const elsewhereLabels = {
  runs: "Runs on another machine",
  pipes: "Pipes into, on another machine",
  runsUnknown: "Runs unknown program on another machine",
  pipesUnknown: "Pipes into unknown program, on another machine",
  reads: "Reads on another machine",
  writes: "Writes on another machine",
  deletes: "Deletes on another machine",
  hosts: "Connects from another machine to",
  sets: "Sets on another machine",
};
const bothLabels = {
  runs: "Runs on another machine as another user",
  pipes: "Pipes into, on another machine as another user",
  runsUnknown: "Runs unknown program on another machine as another user",
  pipesUnknown: "Pipes into unknown program, on another machine as another user",
  reads: "Reads on another machine as another user",
  writes: "Writes on another machine as another user",
  deletes: "Deletes on another machine as another user",
  hosts: "Connects from another machine as another user to",
  sets: "Sets on another machine for another user",
};

/**
 * A reading as labelled lines, for the approval screen and for verification. The labels are ours,
 * and a value is a part of the command as written, without a character changed; only the sentences
 * after *Cannot be inspected* are ours too.
 * @param {Reading} reading
 * @returns {Line[]}
 */
export function describeReading({ reasons, steps, comments }) {
  return [
    ...reasons.map(({ text }) => warning(uninspectedLabel, text)),
    ...describeSteps(steps),
    ...comments.map((value) => ({ label: "Comment, not run", value })),
  ];
}

/** @param {Step[]} steps @returns {Line[]} */
function describeSteps(steps) {
  return steps.flatMap(({ programs }) =>
    programs.flatMap((program, index) => describeProgram(program, index > 0)),
  );
}

/** @param {Program} program @param {boolean} isPiped @returns {Line[]} */
function describeProgram(program, isPiped) {
  const labels = labelsOf(program);
  return [
    program.isUnknown
      ? warning(isPiped ? labels.pipesUnknown : labels.runsUnknown, program.text)
      : { label: isPiped ? labels.pipes : labels.runs, value: program.text },
    ...decoded(program),
    ...program.sets.map((value) => ({ label: labels.sets, value })),
    ...program.reads.map((word) => fileLine(labels.reads, word)),
    ...program.writes.map((word) => fileLine(labels.writes, word)),
    ...program.deletes.map((word) => fileLine(labels.deletes, word)),
    ...program.hosts.map((word) => fileLine(labels.hosts, word)),
    ...describeSteps(program.runs),
  ];
}

/** @param {Program} program */
function labelsOf({ asOtherUser, elsewhere }) {
  if (elsewhere) return asOtherUser ? bothLabels : elsewhereLabels;
  return asOtherUser ? userLabels : plainLabels;
}

/** A file or address that is known only when the command runs is a warning. @param {string} label @param {Word} word @returns {Line} */
function fileLine(label, { text, isStatic }) {
  return isStatic ? { label, value: text } : warning(label, text);
}

/**
 * Words whose quotes or escapes stand within them are shown once more without, such as `r\m` and
 * `$'\x72m'`. Plain quotes around a whole word hide nothing.
 * @param {Program} program
 * @returns {Line[]}
 */
function decoded({ name, text, args }) {
  const words = name === undefined || text.startsWith(name) ? [] : [name];
  const hidden = args.flatMap(({ text: written, value }) =>
    value === undefined || value === written || isPlainlyQuoted(written, value) ? [] : [value],
  );
  return [...words, ...hidden].map((value) => warning("Written differently, means", value));
}

/** @param {string} written @param {string} value */
function isPlainlyQuoted(written, value) {
  return (
    written === `'${value}'` ||
    written === `"${value}"` ||
    (/^\\[(){};+!*?&|<>$"' ]$/.test(written) && written === `\\${value}`)
  );
}

/** @param {string} label @param {string} value @returns {Line} */
function warning(label, value) {
  return { label, value, tone: "warning" };
}
