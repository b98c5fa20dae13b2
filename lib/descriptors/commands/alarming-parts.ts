import type { Program, Reading, Step } from "./reading.ts";

export interface CommandPart {
  from: number;
  to: number;
}

/** Reasons with a place: the target of a pipe with foreign code. */
const pipedCode = new Set(["code_from_input", "downloaded_code"]);
/** Programs that run their input. */
const interpreters = /^(?:ba|z|da|k|fi|a)?sh$|^(?:python|perl|ruby|node|php|deno|bun)[\d.]*$/;

/**
 * The parts of a command that an approver should look at first, in order, without overlap: programs that
 * delete or are unknown, and interpreters that foreign code is piped into. From the parser's positions, so
 * that no text of an agent moves a mark. None at all if the command can't be inspected for a reason without a
 * place: a mark on something harmless would lead the eye away. Marks are no part of what is signed.
 */
export function alarmingParts(text: string, { reasons, steps }: Reading): CommandPart[] {
  if (reasons.some(({ code }) => !pipedCode.has(code) && code !== "unlisted_program")) return [];
  const hasForeignCode = reasons.some(({ code }) => pipedCode.has(code));
  const parts: CommandPart[] = [];
  let isCodeMarked = !hasForeignCode;
  const visit = (list: Step[]) => {
    for (const { programs } of list)
      for (const [index, program] of programs.entries()) {
        const takesCode = hasForeignCode && index > 0 && interpreters.test(program.name ?? "");
        const part = takesCode || isAlarming(program) ? partOf(text, program, takesCode) : undefined;
        if (part) parts.push(part);
        if (part && takesCode) isCodeMarked = true;
        visit(program.runs);
      }
  };
  visit(steps);
  return isCodeMarked ? joined(parts) : [];
}

/** Directly, or by a program without a place of its own in the text, as with sudo. */
function isAlarming({ isUnknown, deletes, runs }: Program): boolean {
  const within = runs.flatMap(({ programs }) => programs).filter(({ at }) => at === undefined);
  return isUnknown === true || deletes.length > 0 || within.some(isAlarming);
}

function partOf(whole: string, { at, text }: Program, isPiped: boolean): CommandPart | undefined {
  if (at === undefined || whole.slice(at, at + text.length) !== text) return undefined;
  const pipe = isPiped ? /\|&?\s*$/.exec(whole.slice(0, at)) : null;
  return { from: pipe?.index ?? at, to: at + text.length };
}

function joined(parts: CommandPart[]): CommandPart[] {
  const result: CommandPart[] = [];
  for (const part of parts.sort((one, other) => one.from - other.from)) {
    const last = result.at(-1);
    if (last && part.from <= last.to) last.to = Math.max(last.to, part.to);
    else result.push(part);
  }
  return result;
}
