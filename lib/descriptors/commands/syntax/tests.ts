import type { Node } from "web-tree-sitter";
import { type Context, childrenOf, wordTypes } from "../context.ts";
import { newProgram, type Step } from "../reading.ts";
import { calculation } from "./compound.ts";
import { readWord } from "./word.ts";

const structure = new Set(["unary_expression", "binary_expression", "parenthesized_expression"]);
const operators = new Set(["=", "==", "!=", "=~", "!", "&&", "||", "<", ">", "(", ")"]);
const testOperators = /^-(?:[abcdefghknoprstuwxzGLNOS]|nt|ot|ef|eq|ne|lt|le|gt|ge)$/;

/** Reads `[ ... ]` and `[[ ... ]]`. */
export function readTest(context: Context, node: Node) {
  const children = childrenOf(node);
  const opening = children[0]?.type;
  if (opening === "((") return calculation(context, node);
  if (opening !== "[" && opening !== "[[") context.cannot("unreadable_syntax");
  const runs = children.slice(1, -1).flatMap((child) => readPart(context, child, opening === "[["));
  return newProgram({ kind: "test", text: node.text, runs });
}

function readPart(context: Context, node: Node, isDouble: boolean): Step[] {
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
    // `-v` and `-R` calculate an array's index, possibly with a command.
    if (!testOperators.test(node.text)) context.cannot("calculated_text");
    return [];
  }
  if (node.type === "regex" || node.type === "extglob_pattern") {
    if (!/^(?:[^$`<>&;]|\$(?=$|\))|\$[A-Za-z_])*$/.test(node.text)) context.cannot("unreadable_syntax");
    return [];
  }
  // To the program `[`, further operators would be arguments or redirections.
  if (!operators.has(node.type) || (!isDouble && !["=", "==", "!=", "!"].includes(node.type)))
    context.cannot("unreadable_syntax");
  return [];
}

function isNumber({ numbers }: Context): (node: Node) => boolean {
  return ({ text }) =>
    /^"?(?:-?[0-9]+|\$[?#]|\$\{#\w+(?:\[@\])?\})"?$/.test(text) ||
    numbers.has(text.replace(/^"?\$\{?|\}?"?$/g, ""));
}
