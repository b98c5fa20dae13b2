import type { Node } from "web-tree-sitter";
import type { Program, ReadWord, Step, Word } from "./reading.ts";
import type { ReasonCode } from "./reasons.ts";

/** What the parts of the reader share for a text: they call each other in circles. */
export interface Context {
  source: string;
  /** Whether the text is the whole command, not an inner shell's. */
  isWhole: boolean;
  /** Variables with only numbers as values. */
  numbers: ReadonlySet<string>;
  /** Records why the command can't be inspected. */
  cannot: (code: ReasonCode) => void;
  readSteps: (nodes: (Node | null)[]) => Step[];
  readProgram: (words: ReadWord[], text: string) => Program;
  readInner: (text: string) => Step[];
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
