// @ts-check

/** @typedef {import("web-tree-sitter").Node} Node */
/** @typedef {import("./reading.mjs").ReadWord} ReadWord */
/** @typedef {import("./reading.mjs").Step} Step */
/** @typedef {import("./reading.mjs").Program} Program */
/** @typedef {import("./reasons.mjs").ReasonCode} ReasonCode */

/**
 * What the parts of the reader share while they read one text. The functions are members, because
 * the parts call each other in circles.
 *
 * @typedef {object} Context
 * @property {string} source the text that the nodes belong to
 * @property {boolean} isWhole whether this text is the whole command, and not one that another shell runs
 * @property {ReadonlySet<string>} numbers variables that have only numbers as values
 * @property {(code: ReasonCode) => void} cannot records why the command can't be inspected
 * @property {(nodes: (Node | null)[]) => Step[]} readSteps reads statements
 * @property {(words: ReadWord[], text: string) => Program} readProgram reads a program from its words
 * @property {(text: string) => Step[]} readInner reads a text that another shell runs
 * @property {(file: import("./reading.mjs").Word) => void} runsFile records that a file is run as code
 * @property {() => void} runsProject records that code of the working folder is run
 * @property {() => void} fetchesFiles records that files with any name are written
 */

/** Nodes that are a word, or a part of one. Their inside is read by `readWord`. */
export const wordTypes = new Set([
  ...["word", "string", "raw_string", "ansi_c_string", "number", "concatenation", "brace_expression"],
  ...["simple_expansion", "expansion", "command_substitution", "process_substitution"],
  "arithmetic_expansion",
]);

/**
 * @param {Node} node
 * @returns {Node[]}
 */
export function childrenOf(node) {
  return /** @type {Node[]} */ (node.children.filter((child) => child !== null));
}
