import type { Reason } from "./reasons.ts";

/**
 * The types of a reading. A reading is plain JSON, and depends on the text alone.
 * one word of the command
 */
export interface Word {
  text: string;
  /** Whether the word has the same value in every run. */
  isStatic: boolean;
  /** A static word's value, without quotes. */
  value?: string;
}

/** The files and addresses of a program. */
export const effects = ["reads", "writes", "deletes", "hosts"] as const;
export type Effect = (typeof effects)[number];

/** A program with its effects, or a construct of the shell. */
export interface Program {
  /** `program`, `assignment`, `test`, `redirection`, or the construct's keyword. */
  kind: string;
  /** As written; of a construct, the text before its body. */
  text: string;
  /** The start in the whole command; absent for a text that isn't part of the command. */
  at?: number;
  name?: string;
  args: Word[];
  reads: Word[];
  writes: Word[];
  deletes: Word[];
  hosts: Word[];
  sets: string[];
  /** Whether the program has another user's rights, for example by sudo. */
  asOtherUser: boolean;
  /** Whether the program runs on another host or in a container. */
  elsewhere: boolean;
  /** Inner commands: of sudo, of a loop, of a substitution. */
  runs: Step[];
  /** Whether the reader has no entry for the program. */
  isUnknown?: boolean;
  /** Whether the program may read configuration files; for the reader only. */
  isConfigured?: boolean;
  /** Whether the program reads its standard input; for the reader only. */
  takesInput?: boolean | "perhaps";
  /** Whether the words supply this input; for the reader only. */
  hasInput?: boolean;
}

export interface Step {
  /** The operator before the step. */
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

/** Every program of the steps, inner programs included. */
export function* allPrograms(steps: Step[]): Generator<Program> {
  for (const { programs } of steps)
    for (const program of programs) {
      yield program;
      yield* allPrograms(program.runs);
    }
}
