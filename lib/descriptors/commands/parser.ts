import { Language, type Node, Parser, type Tree } from "web-tree-sitter";
import { readWasm } from "./read-wasm.ts";

const longest = 16 * 1024;
/** Bounds of the shape, not of time: each machine stops alike. Parsing takes quadratic time. */
const mostMarks = 600;
const mostWords = 2_000;
const mostNodes = 2_500;
const deepest = 120;
const mostOpen = 24;

/** Opens tree-sitter and its bash grammar, as WebAssembly. */
export async function openParser(): Promise<
  <Value>(
    text: string,
    use: (root: Node) => Value,
  ) => Value | "too_long" | "too_complex" | "unreadable_syntax"
> {
  const { parser, grammar } = await readWasm();
  await Parser.init({ wasmBinary: parser });
  const language = await Language.load(grammar);
  return (text, use) => {
    if (new TextEncoder().encode(text).byteLength > longest) return "too_long";
    if (isNested(text) || isCrowded(text)) return "too_complex";
    const parser = new Parser();
    parser.setLanguage(language);
    // A text with an error isn't read: recovery is useless.
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

/** Whether more brackets are open than a person would write, checked before parsing. */
function isNested(text: string) {
  let open = 0;
  for (const character of text) {
    if (/[([{]/.test(character)) open += 1;
    else if (/[)\]}]/.test(character)) open = Math.max(0, open - 1);
    if (open > mostOpen) return true;
  }
  return false;
}

function isCrowded(text: string) {
  const marks = text.match(/[|&;()<>{}`$"'\\[\]!#*?=]/g)?.length ?? 0;
  return marks > mostMarks || (text.match(/\S+/g)?.length ?? 0) > mostWords;
}

function isDeep(tree: Tree) {
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
