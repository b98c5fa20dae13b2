import { changedFolders, lastPart } from "./changed-folder.ts";
import { allPrograms, type Program, type Word as ReadingWord, type Step } from "./reading.ts";

type Word = ReadingWord & { start?: string };

/** Programs that use words as text, or files without content. */
const withoutContent =
  /^(?:echo|printf|test|\[|export|local|readonly|expr|ls|du|df|stat|rm|chmod|chown|mkdir|touch|basename|dirname|realpath|readlink|sleep|kill|tee|grep|rg)$/;
/** The last parts of the paths of inputs, where the folder isn't known. */
const nameOfInput = /(?:^|\/)(?:std(?:in|out|err)|tty\w*|ptmx|console|(?:fd|pts)\/[^/]*)$/;

/** Whether a word names a program's input or the terminal, also after an option, as in `if=/dev/stdin`. */
export function namesInput(text: string) {
  const path = text.replace(/^(?:\w+=|@)/, "").replace(/\/(?:\.?\/)+/g, "/");
  return /^\/dev\/(?:stdin|fd|tty|pts|console)|^\/proc\/[^/]+\/(?:fd|root|cwd|task)|\/\.\.\/(?:.*\/)?(?:dev|proc)\//.test(
    path,
  );
}

/** Whether a dynamic path can name an input, or a folder of inputs. */
function leadsToInput({ text, value, start = value ?? "" }: Word) {
  const path = start.replace(/^\w+=|^@/, "").replace(/\/(?:\.?\/)+/g, "/");
  if (/^file:/i.test(path)) return true;
  if (value !== undefined) return /^\/(?:dev\/?|proc(?:\/[^/]*)?\/?)$/.test(path);
  const isPrefix = /^\/(?:d(?:e(?:v(?:\/.*)?)?)?|p(?:r(?:o(?:c(?:\/.*)?)?)?)?)?$/.test(path);
  return isPrefix || /\/(?:dev|proc)(?:\/|$)|~[-+]|\.\.\//.test(text);
}

/** Whether a program reads a file that could be an input. `isElsewhere`: in an unknown folder. */
function readsUnclearFile({ reads }: Program, isElsewhere: boolean) {
  return reads.some(({ value, text }) => {
    if (value !== undefined) return nameOfInput.test(value);
    // The person's own folder and the working folder are no folders of inputs.
    const rest = text.replace(/^(["']?)\$(?:HOME|PWD|\{(?:HOME|PWD)\})(?=["'/]|$)/, "$1");
    return isElsewhere || /[$`{]/.test(rest);
  });
}

/** Whether a program takes input that an agent could supply later, unapproved, as in `cat > x.sh`. */
export function takesLaterInput(steps: Step[]): boolean {
  const programs = [...allPrograms(steps)];
  const writes = programs.some((program) => program.writes.some(({ value }) => value !== "/dev/null"));
  const isElsewhere = changedFolders(programs).some(({ value }) => value === undefined);
  const leads = programs.some((program) => {
    const takesText = withoutContent.test(lastPart(program.name ?? ""));
    const words = takesText ? program.reads : [...program.args, ...program.reads, ...program.hosts];
    return words.some(leadsToInput) || readsUnclearFile(program, isElsewhere);
  });
  return (writes && leads) || awaitsInput(steps, false, writes);
}

function awaitsInput(steps: Step[], isSupplied: boolean, writes: boolean): boolean {
  return steps.some(({ programs }) =>
    programs.some((program, index) => {
      const hasInput = isSupplied || index > 0 || program.hasInput === true;
      const takes = program.takesInput === true || (program.takesInput === "perhaps" && writes);
      return (takes && !hasInput) || awaitsInput(program.runs, hasInput, writes);
    }),
  );
}
