import type { Spec } from "./options.ts";

export type Effect = "reads" | "writes" | "deletes" | "hosts";

/** The effects of a program's words. */
export interface Effects {
  /** `none`: no operands at all. */
  operands?: Effect | "copies" | "moves" | "filters" | "nothing" | "none";
  /** Operands before, such as a pattern. */
  skip?: number;
  /** Options in place of the skipped operands. */
  skippedBy?: string;
  /** Options beyond the listed letters, such as `-x` of chmod. */
  also?: RegExp;
  /** The form of each operand and named file. */
  matching?: RegExp;
  /** Whether each word is text, also with a dash. */
  isText?: boolean;
  /** Whether files are written that no word names. */
  fetches?: boolean;
  /** Whether the working folder's project is run. */
  runs?: "project";
  /** When the standard input is read; `perhaps`: without files, by the kind of input. */
  input?: "always" | "without_files" | "perhaps";
  /** Options without input. */
  inputUnless?: string;
  /** A matching or dynamic skipped operand reads the input in spite of these options. */
  asksFor?: RegExp;
  /** Options with such a file or address as value. */
  options?: Partial<Record<Effect | "runsFiles", string>>;
}

export type ProgramSpec = Spec & Effects;
