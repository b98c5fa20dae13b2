import type { Step, Word } from "./reading.ts";

/** Steps as plain JSON, in one order of members, without the reader's own. */
export function plainSteps(steps: Step[]): Step[] {
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

function plainWords(words: Word[]): Word[] {
  return words.map(({ text, isStatic, value }) => ({ text, isStatic, ...(isStatic ? { value } : {}) }));
}
