import type { Node } from "web-tree-sitter";
import { childrenOf, wordTypes } from "../context.ts";
import { wordSet } from "../word-set.ts";

/** Nodes that are checked character by character elsewhere. */
const opaqueTypes = new Set([
  ...wordTypes,
  ...["regex", "extglob_pattern", "heredoc_body", "comment", "array", "variable_name", "file_descriptor"],
  ...["test_operator", "heredoc_start", "heredoc_end", "subscript"],
]);
const wordlike = /^(?:[a-z]+|[{}!]|\[\[?|\]\]?)$/;

/** Whether the tree accounts for each character: the reading would miss what the grammar skips. */
export function accountsForAll(source: string, nodes: Node[], from: number, to: number): boolean {
  let end = from;
  let isAfterWord = false;
  let command = -1;
  for (const { node, isWord, isHeredoc } of nodes.flatMap((one) => [...tokensOf(one)])) {
    const start = node.startIndex + (node.text.length - node.text.trimStart().length);
    const gap = source.slice(end, Math.max(end, start)).replaceAll("\\\n", "");
    // The tree leaves out parts of a here-document, whose text has rules of its own.
    if (start < end || /[^ \t\n]/.test(isHeredoc ? (gap.split("\n")[0] ?? "") : gap)) return false;
    // A line ends a command, also where the grammar continues.
    const owner = commandOf(node);
    if (owner !== undefined && owner === command && gap.includes("\n")) return false;
    command = owner ?? -1;
    if (isAfterWord && isWord && gap === "" && node.text !== "") return false;
    if (node.type === "comment" && !/^$|[\s;&|()]/.test(gap.at(-1) ?? source[end - 1] ?? "")) return false;
    end = Math.max(end, node.endIndex);
    isAfterWord = isWord;
  }
  return !/[^ \t\n]/.test(source.slice(end, to).replaceAll("\\\n", ""));
}

const lineTypes = new Set([
  ...wordSet("command declaration_command unset_command variable_assignments test_command"),
  ...wordSet("file_redirect for_statement herestring_redirect negated_command"),
]);

/** The innermost construct that a line feed ends. */
function commandOf({ parent, type }: Node) {
  if (operators.has(type) || type === "do" || type === "comment") return undefined;
  let owner = parent;
  while (
    owner &&
    (owner.type === "command_name" ||
      owner.type.endsWith("_expression") ||
      owner.type === "variable_assignment")
  )
    owner = owner.parent;
  return owner && lineTypes.has(owner.type) ? owner.id : undefined;
}

const operators = new Set(["&&", "||", ";", "&", "|", "|&", ";;"]);

function* tokensOf(node: Node): Generator<{ node: Node; isWord: boolean; isHeredoc: boolean }> {
  const isHeredoc = node.type === "heredoc_body" || node.type === "heredoc_end";
  if (opaqueTypes.has(node.type) || node.childCount === 0) {
    const isWord = node.isNamed ? node.type !== "comment" && !isHeredoc : wordlike.test(node.type);
    yield { node, isWord, isHeredoc };
  } else for (const child of childrenOf(node)) yield* tokensOf(child);
}
