import type { Spec } from "./options.ts";

export type Effect = "reads" | "writes" | "deletes" | "hosts";

/** What a program does with its words. */
export interface Effects {
  /** `none`: it takes none. */
  operands?: Effect | "copies" | "moves" | "filters" | "nothing" | "none";
  /** Operands before those, such as a pattern. */
  skip?: number;
  /** Options that take the place of the skipped operands. */
  skippedBy?: string;
  /** Words that are options although their letters aren't listed, such as `-x` of chmod. */
  also?: RegExp;
  /** What each operand, and each file that an option names, has to be. */
  matching?: RegExp;
  /** Whether each word is text, also one that begins with a dash. */
  isText?: boolean;
  /** Whether it writes files that its words don't name. */
  fetches?: boolean;
  /** Whether it runs the code of the project in the working folder. */
  runs?: "project";
  /**
   * When it reads its standard input; `perhaps`: without files, it decides by what the input is.
   */
  input?: "always" | "without_files" | "perhaps";
  /** Options with which it doesn't. */
  inputUnless?: string;
  /** A skipped operand that matches, or isn't known, reads the input in spite of these options. */
  asksFor?: RegExp;
  /** Options whose value is such a file or address. */
  options?: Partial<Record<Effect | "runsFiles", string>>;
}

export type ProgramSpec = Spec & Effects;
