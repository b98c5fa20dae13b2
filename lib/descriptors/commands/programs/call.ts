import type { Context } from "../context.ts";
import type { Program, ReadWord, Step } from "../reading.ts";
import { type ReadOptions, readOptions, type Spec } from "./options.ts";

/** A call of a known program. Handlers add effects to `program`. */
export interface Call {
  context: Context;
  words: ReadWord[];
  program: Program;
  /** The name without its folder. */
  base: string;
}

export type Handler = (call: Call) => void;

/** A handler for each program of a table, which reads a call by the program's entry. */
export function handlersOf<Entry>(
  table: Record<string, Entry>,
  read: (call: Call, entry: Entry) => void,
): Record<string, Handler> {
  return Object.fromEntries(
    Object.entries(table).map(([name, entry]) => [name, (call: Call) => read(call, entry)]),
  );
}

/** Reads options of a program that can run others: an unlisted or possible option can't be inspected. */
export function readKnownOptions(
  { context, words: all }: Call,
  spec: Spec,
  words: ReadWord[] = all,
): Pick<ReadOptions, "options" | "operands"> {
  const { hasUnknown, hasDynamic, ...read } = readOptions(words, spec);
  if (hasUnknown) context.cannot("unknown_option");
  if (hasDynamic) context.cannot("unknown_arguments");
  return read;
}

/** Reads an inner command from words, as after `sudo`. */
export function runWords(
  { context, program }: Call,
  words: ReadWord[],
  how: { asOtherUser?: boolean; elsewhere?: boolean } = {},
) {
  if (words.length === 0) return;
  const text = words
    .map((word) => word.text)
    .filter((word) => word !== "")
    .join(" ");
  // The outer program holds the words' nested steps already.
  const inner = context.readProgram(
    words.map((word) => ({ ...word, nested: [] })),
    text,
  );
  addInner(program, [{ after: "", inBackground: false, isNegated: false, programs: [inner] }], how);
}

/** Syntax that other shells read differently. */
const bashOnly = /\[\[|\(\(|\$['"]|&>|\|&|<<<|[<>]\(/;

/** Reads a text for an inner shell. */
export function runText(
  { context, program }: Call,
  word: ReadWord | undefined,
  how: { asOtherUser?: boolean; elsewhere?: boolean; shell?: string } = {},
) {
  if (word?.value === undefined) return context.cannot("evaluated_text");
  if (how.shell !== "bash" && bashOnly.test(word.value)) context.cannot("unreadable_syntax");
  addInner(program, context.readInner(word.value), how);
}

function addInner(program: Program, steps: Step[], how: { asOtherUser?: boolean; elsewhere?: boolean }) {
  program.runs.push(
    ...steps.map((step) => ({ ...step, programs: step.programs.map((one) => marked(one, how)) })),
  );
}

function marked(program: Program, how: { asOtherUser?: boolean; elsewhere?: boolean }): Program {
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
