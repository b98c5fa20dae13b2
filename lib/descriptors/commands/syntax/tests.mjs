// @ts-check
import { childrenOf, wordTypes } from "../context.mjs";
import { newProgram } from "../reading.mjs";
import { isPlainArithmetic } from "./expansions.mjs";
import { readWord } from "./word.mjs";

/** @typedef {import("../context.mjs").Context} Context */
/** @typedef {import("../context.mjs").Node} Node */
/** @typedef {import("../reading.mjs").Step} Step */

const structure = new Set(["unary_expression", "binary_expression", "parenthesized_expression"]);
const operators = new Set(["=", "==", "!=", "=~", "!", "&&", "||", "<", ">", "(", ")"]);
const testOperators = /^-(?:[abcdefghknoprstuwxzGLNOS]|nt|ot|ef|eq|ne|lt|le|gt|ge)$/;

/**
 * Reads `[ ... ]` and `[[ ... ]]`.
 * @param {Context} context
 * @param {Node} node
 */
export function readTest(context, node) {
  const children = childrenOf(node);
  const opening = children[0]?.type;
  if (opening === "((") {
    const inside = /^\(\(([\s\S]*)\)\)$/.exec(node.text)?.[1];
    if (inside === undefined || !isPlainArithmetic(inside, context.numbers))
      context.cannot("calculated_text");
    return newProgram({ kind: "calculation", text: node.text });
  }
  if (opening !== "[" && opening !== "[[") context.cannot("unreadable_syntax");
  const runs = children.slice(1, -1).flatMap((child) => readPart(context, child, opening === "[["));
  return newProgram({ kind: "test", text: node.text, runs });
}

/** @param {Context} context @param {Node} node @param {boolean} isDouble @returns {Step[]} */
function readPart(context, node, isDouble) {
  if (structure.has(node.type)) {
    const children = childrenOf(node);
    const compares = children.some(({ text }) => /^-(?:eq|ne|lt|le|gt|ge)$/.test(text));
    // Both sides of a comparison of numbers are calculated, by zsh in `[` too, and a value can
    // contain a command.
    if (compares && !children.filter(({ text }) => !/^-[a-z]{2}$/.test(text)).every(isNumber(context)))
      context.cannot("calculated_text");
    return children.flatMap((child) => readPart(context, child, isDouble));
  }
  if (wordTypes.has(node.type)) return readWord(context, node).nested;
  if (node.type === "test_operator") {
    // `-v` and `-R` calculate the index of an array, and a command can be in it.
    if (!testOperators.test(node.text)) context.cannot("calculated_text");
    return [];
  }
  if (node.type === "regex" || node.type === "extglob_pattern") {
    if (!/^(?:[^$`<>&;]|\$(?=$|\))|\$[A-Za-z_])*$/.test(node.text)) context.cannot("unreadable_syntax");
    return [];
  }
  // To the program `[`, other operators would be arguments or redirections.
  if (!operators.has(node.type) || (!isDouble && !["=", "==", "!=", "!"].includes(node.type)))
    context.cannot("unreadable_syntax");
  return [];
}

/** @param {Context} context @returns {(node: Node) => boolean} */
function isNumber({ numbers }) {
  return ({ text }) =>
    /^"?(?:-?[0-9]+|\$[?#]|\$\{#\w+(?:\[@\])?\})"?$/.test(text) ||
    numbers.has(text.replace(/^"?\$\{?|\}?"?$/g, ""));
}
