import type { Node } from "web-tree-sitter";
import { type Context, childrenOf } from "../context.ts";
import type { ReadWord } from "../reading.ts";
import { isReadableExpansion } from "./expansions.ts";
import { accountsForAll } from "./gaps.ts";
import { decodeAnsi, endOfQuote } from "./quotes.ts";

const expansionTypes = new Set([
  ...["simple_expansion", "expansion", "command_substitution", "process_substitution"],
  "arithmetic_expansion",
]);

/**
 * Reads a word by bash's own rules of quoting, character by character, and takes from the tree only
 * where its expansions end. Where the tree and the rules differ, the word can't be inspected: a
 * tree that sees other words than bash would hide a command.
 */
export function readWord(context: Context, node: Node): ReadWord {
  const start = node.startIndex + (/^[ \t\n]*/.exec(node.text)?.[0].length ?? 0);
  return readSpan(context, start, node.endIndex, expansionsIn(node));
}

function expansionsIn(node: Node): Node[] {
  return expansionTypes.has(node.type) ? [node] : childrenOf(node).flatMap(expansionsIn);
}

function readSpan(context: Context, from: number, to: number, expansions: Node[]): ReadWord {
  const { source } = context;
  // The grammar's scanner counts blanks before a `$` in a string as part of the string.
  const starts = new Map(
    expansions.map((one) => [one.startIndex + (/^[ \t\n]*/.exec(one.text)?.[0].length ?? 0), one]),
  );
  const word: ReadWord = {
    text: source.slice(from, to),
    isStatic: true,
    start: "",
    splits: false,
    nested: [],
  };
  let value = "";
  let isQuoted = false;
  const refuse = () => {
    context.cannot("unreadable_syntax");
    word.isStatic = false;
    return { ...word, value: undefined };
  };
  const makeDynamic = () => {
    if (word.isStatic) word.start = value;
    word.isStatic = false;
  };
  for (let at = from; at < to; ) {
    const rest = source.slice(at, Math.min(to, at + 2));
    const expansion = starts.get(at);
    if (expansion) {
      if (isQuoted && expansion.type === "process_substitution") return refuse();
      makeDynamic();
      word.splits ||= isQuoted ? /^\$\{?@|\[@\]/.test(expansion.text.trimStart()) : canSplit(expansion);
      word.nested.push(...readExpansion(context, expansion));
      starts.delete(at);
      at = expansion.endIndex;
    } else if (rest === "$'" && !isQuoted) {
      const end = endOfQuote(source, at + 2, true);
      const decoded = decodeAnsi(source.slice(at + 2, end - 1));
      if (end < 0 || end > to || decoded === undefined) return refuse();
      value += decoded;
      at = end;
    } else if (rest[0] === "'" && !isQuoted) {
      const end = endOfQuote(source, at + 1, false);
      if (end < 0 || end > to) return refuse();
      value += source.slice(at + 1, end - 1);
      at = end;
    } else if (rest[0] === '"') {
      isQuoted = !isQuoted;
      at += 1;
    } else if (rest[0] === "\\") {
      if (rest.length < 2) return refuse();
      value += unescaped(rest, isQuoted);
      at += 2;
    } else if (rest[0] === "`" || (rest[0] === "$" && !isLoneDollar(source, at, to, isQuoted)))
      return refuse();
    else if (isQuoted) {
      value += rest[0];
      at += 1;
    } else {
      if (/[|&;()<>\s]/.test(rest[0] ?? "") || (rest[0] === "#" && at === from)) return refuse();
      if (isPattern(source, at, from, to)) makeDynamic();
      value += rest[0];
      at += 1;
    }
  }
  if (isQuoted || starts.size > 0) return refuse();
  return word.isStatic ? { ...word, value, start: value } : word;
}

function canSplit({ type }: Node) {
  return type !== "process_substitution" && type !== "arithmetic_expansion";
}

function unescaped(pair: string, isQuoted: boolean) {
  if (pair[1] === "\n") return "";
  return isQuoted && !/[$`"\\]/.test(pair[1] ?? "") ? pair : (pair[1] ?? "");
}

/** A `$` without an expansion. Unquoted, `$"` starts a translated text. */
function isLoneDollar(source: string, at: number, to: number, isQuoted: boolean) {
  if (at + 1 === to) return !isQuoted;
  return isQuoted && source[at + 1] === '"' ? true : /[^\w({'"[$!@#*?\\`-]/.test(source[at + 1] ?? "");
}

/** Whether an unquoted character makes a glob, braces or a home folder of the word. */
function isPattern(source: string, at: number, from: number, to: number) {
  const character = source[at] ?? "";
  // `{}` alone stays, and `{},}` is two words.
  if (character === "{") return source[at + 1] !== "}" || /,|\.\./.test(source.slice(at, to));
  if (character === "~") return at === from || /[=:]/.test(source[at - 1] ?? "");
  return /[*?[]/.test(character) && source.slice(from, to) !== "[";
}

function readExpansion(context: Context, node: Node) {
  const text = node.text.trimStart();
  if (node.type === "command_substitution" || node.type === "process_substitution") {
    // Within backquotes, backslashes have a second meaning.
    if (text[0] === "`" && text.includes("\\")) context.cannot("unreadable_syntax");
    if (!/^(?:\$\([\s\S]*\)|`[\s\S]*`|[<>]\([\s\S]*\))$/.test(text)) context.cannot("unreadable_syntax");
    const inside = childrenOf(node).slice(1, -1);
    const start = node.startIndex + node.text.length - text.length + (text[0] === "`" ? 1 : 2);
    if (!accountsForAll(context.source, inside, start, node.endIndex - 1))
      context.cannot("unreadable_syntax");
    return context.readSteps(inside);
  }
  const verdict = isReadableExpansion(text, context.numbers);
  if (verdict !== true) context.cannot(verdict);
  return [];
}
