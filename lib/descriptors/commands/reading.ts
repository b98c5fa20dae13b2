import type { Reason } from "./reasons.ts";

/**
 * The types of a reading. A reading is plain JSON, and depends on the text alone.
 * one word of the command
 */
export interface Word {
  /** As written. */
  text: string;
  /** Whether the word has the same value in every run. */
  isStatic: boolean;
  /** The value of a static word, without its quotes. */
  value?: string;
}

/** A program with its effects, or a construct of the shell. */
export interface Program {
  /** `program`, `assignment`, `test`, `redirection`, or the construct's keyword. */
  kind: string;
  /** As written; of a construct, what precedes its body. */
  text: string;
  /** Where the text begins in the whole command; absent where it isn't one part of it. */
  at?: number;
  /** The program's name, without quotes. */
  name?: string;
  args: Word[];
  /** Files that are read. */
  reads: Word[];
  /** Files that are created, written or changed. */
  writes: Word[];
  /** Files that are deleted or moved away. */
  deletes: Word[];
  /** Addresses that are connected to. */
  hosts: Word[];
  /** Variables that are set, as written. */
  sets: string[];
  /** Whether it runs with another user's rights, for example by sudo. */
  asOtherUser: boolean;
  /** Whether it runs on another host or in a container. */
  elsewhere: boolean;
  /** Commands within this one: of sudo, of a loop, of a substitution. */
  runs: Step[];
  /** Whether the reader has no entry for the program. */
  isUnknown?: boolean;
  /** Whether it can be one that reads configuration files; for the reader only. */
  isConfigured?: boolean;
  /** Whether it reads its standard input; for the reader only. */
  takesInput?: boolean | "perhaps";
  /** Whether its own words supply this input; for the reader only. */
  hasInput?: boolean;
}

/** A pipeline. */
export interface Step {
  /** What joins the step to the one before. */
  after: "" | ";" | "&&" | "||" | "&";
  inBackground: boolean;
  isNegated: boolean;
  programs: Program[];
}

export interface Reading {
  inspectable: boolean;
  reasons: Reason[];
  steps: Step[];
  comments: string[];
}

/**
 * A word with what only the reader needs. `start` is the value up to the first part that isn't
 * static. A word that splits can become several
 */
export type ReadWord = Word & { start: string; splits: boolean; nested: Step[] };

export function newProgram(members: Partial<Program> & { kind: string; text: string }): Program {
  const lists = { args: [], reads: [], writes: [], deletes: [], hosts: [], sets: [] };
  return { ...lists, asOtherUser: false, elsewhere: false, runs: [], ...members };
}

export function newStep(programs: Program[], members: Partial<Step> = {}): Step {
  return { after: "", inBackground: false, isNegated: false, programs, ...members };
}

/** Every program of some steps, with the programs within them. */
export function* allPrograms(steps: Step[]): Generator<Program> {
  for (const { programs } of steps)
    for (const program of programs) {
      yield program;
      yield* allPrograms(program.runs);
    }
}
