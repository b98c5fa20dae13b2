import { uninspectedLabel } from "#lib/text/description-labels";
import type { Program, Reading, Step, Word } from "./reading.ts";

interface Line {
  label: string;
  value: string;
  tone?: "warning";
}

// Labels are part of signed digests and never change (lib/descriptors/formats/command.ts).

/** The labels of programs: operators before, and places. */
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
 */
export function describeReading({ reasons, steps, comments }: Reading): Line[] {
  return [
    ...reasons.map(({ text }) => warning(uninspectedLabel, text)),
    ...describeSteps(steps),
    ...comments.map((value) => ({ label: "Comment, not run", value })),
  ];
}

function describeSteps(steps: Step[]): Line[] {
  return steps.flatMap(({ programs }) =>
    programs.flatMap((program, index) => describeProgram(program, index > 0)),
  );
}

function describeProgram(program: Program, isPiped: boolean): Line[] {
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

function labelsOf({ asOtherUser, elsewhere }: Program) {
  if (elsewhere) return asOtherUser ? bothLabels : elsewhereLabels;
  return asOtherUser ? userLabels : plainLabels;
}

/** A dynamic file or address is a warning. */
function fileLine(label: string, { text, isStatic }: Word): Line {
  return isStatic ? { label, value: text } : warning(label, text);
}

/** Words with quotes or escapes within, such as `r\m` and `$'\x72m'`, shown without as well. */
function decoded({ name, text, args }: Program): Line[] {
  const words = name === undefined || text.startsWith(name) ? [] : [name];
  const hidden = args.flatMap(({ text: written, value }) =>
    value === undefined || value === written || isPlainlyQuoted(written, value) ? [] : [value],
  );
  return [...words, ...hidden].map((value) => warning("Written differently, means", value));
}

function isPlainlyQuoted(written: string, value: string) {
  return (
    written === `'${value}'` ||
    written === `"${value}"` ||
    (/^\\[(){};+!*?&|<>$"' ]$/.test(written) && written === `\\${value}`)
  );
}

function warning(label: string, value: string): Line {
  return { label, value, tone: "warning" };
}
