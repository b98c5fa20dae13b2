// @ts-check
import { readFile } from "node:fs/promises";
import { Language, Parser } from "web-tree-sitter";

/** @typedef {import("web-tree-sitter").Node} Node */

const longest = 16 * 1024;
/**
 * Bounds of the shape, and not of the time, so that each machine stops alike. The parser takes time
 * in the square of them, above all where it recovers from errors.
 */
const mostMarks = 600;
const mostWords = 2_000;
const mostNodes = 2_500;
const deepest = 120;
const mostOpen = 24;

/**
 * Opens the parser: tree-sitter and its grammar of bash, both as WebAssembly.
 * @returns {Promise<<Value>(text: string, use: (root: Node) => Value) => Value | "too_long" | "too_complex" | "unreadable_syntax">}
 */
export async function openParser() {
  // Hidden from the bundler of the pages, which would read the files as modules.
  const { resolve } = process.getBuiltinModule("node:module").createRequire(import.meta.url);
  await Parser.init({ locateFile: () => resolve("web-tree-sitter/web-tree-sitter.wasm") });
  const language = await Language.load(await readFile(resolve("tree-sitter-bash/tree-sitter-bash.wasm")));
  return (text, use) => {
    if (Buffer.byteLength(text) > longest) return "too_long";
    if (isNested(text) || isCrowded(text)) return "too_complex";
    const parser = new Parser();
    parser.setLanguage(language);
    // A text with an error isn't read, so that its recovery has no use.
    const tree = parser.parse(text, null, { progressCallback: ({ hasError }) => hasError });
    try {
      if (!tree) return "unreadable_syntax";
      if (tree.rootNode.descendantCount > mostNodes || isDeep(tree)) return "too_complex";
      return use(tree.rootNode);
    } finally {
      tree?.delete();
      parser.delete();
    }
  };
}

/** Whether more brackets are open than a person would write, before any parser sees them. @param {string} text */
function isNested(text) {
  let open = 0;
  for (const character of text) {
    if (/[([{]/.test(character)) open += 1;
    else if (/[)\]}]/.test(character)) open = Math.max(0, open - 1);
    if (open > mostOpen) return true;
  }
  return false;
}

/** @param {string} text */
function isCrowded(text) {
  const marks = text.match(/[|&;()<>{}`$"'\\[\]!#*?=]/g)?.length ?? 0;
  return marks > mostMarks || (text.match(/\S+/g)?.length ?? 0) > mostWords;
}

/** @param {import("web-tree-sitter").Tree} tree */
function isDeep(tree) {
  const cursor = tree.walk();
  try {
    let depth = 0;
    for (;;) {
      if (cursor.gotoFirstChild()) depth += 1;
      else {
        while (!cursor.gotoNextSibling()) {
          if (!cursor.gotoParent()) return false;
          depth -= 1;
        }
      }
      if (depth > deepest) return true;
    }
  } finally {
    cursor.delete();
  }
}
