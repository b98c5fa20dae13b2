import { uninspectedLabel } from "#lib/text/description-labels";
import { effects, type Program, type Reading, type Step, type Word } from "./reading.ts";

interface Line {
  label: string;
  value: string;
  tone?: "warning";
}

// Labels are part of signed digests and never change (lib/descriptors/formats/command.ts).

/** The labels of a program by its machine and its user. */
function labelsOf({ asOtherUser, elsewhere }: Program) {
  const where = elsewhere ? " on another machine" : "";
  const there = asOtherUser ? `${where} as another user` : where;
  const into = there && `,${there}`;
  return {
    runs: `Runs${there}`,
    pipes: `Pipes into${into}`,
    runsUnknown: `Runs unknown program${there}`,
    pipesUnknown: `Pipes into unknown program${into}`,
    reads: `Reads${there}`,
    writes: `Writes${there}`,
    deletes: `Deletes${there}`,
    hosts: `Connects${there.replace(" on ", " from ")} to`,
    sets: `Sets${there.replace(" as ", " for ")}`,
  };
}

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
    ...effects.flatMap((effect) => program[effect].map((word) => fileLine(labels[effect], word))),
    ...describeSteps(program.runs),
  ];
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
