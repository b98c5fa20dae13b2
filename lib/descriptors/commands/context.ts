import type { Node } from "web-tree-sitter";
import type { Program, ReadWord, Step, Word } from "./reading.ts";
import type { ReasonCode } from "./reasons.ts";

/**
 * What the parts of the reader share for one text, and their functions, which call each other in
 * circles.
 */
export interface Context {
  /** The nodes' text. */
  source: string;
  /** Whether the text is the whole command, not an inner shell's. */
  isWhole: boolean;
  /** Variables with only numbers as values. */
  numbers: ReadonlySet<string>;
  /** Records why the command can't be inspected. */
  cannot: (code: ReasonCode) => void;
  /** Reads statements. */
  readSteps: (nodes: (Node | null)[]) => Step[];
  /** Reads a program from its words. */
  readProgram: (words: ReadWord[], text: string) => Program;
  /** Reads an inner shell's text. */
  readInner: (text: string) => Step[];
  /** Records that a file is run as code. */
  runsFile: (file: Word) => void;
  /** Records that code of the working folder is run. */
  runsProject: () => void;
  /** Records that files of any name are written. */
  fetchesFiles: () => void;
}

/** Nodes that are words, or parts of words, for `readWord`. */
export const wordTypes = new Set([
  ...["word", "string", "raw_string", "ansi_c_string", "number", "concatenation", "brace_expression"],
  ...["simple_expansion", "expansion", "command_substitution", "process_substitution"],
  "arithmetic_expansion",
]);

export function childrenOf(node: Node): Node[] {
  return node.children.filter((child) => child !== null) as Node[];
}
