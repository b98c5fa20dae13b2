import type { Node } from "web-tree-sitter";
import { type Context, childrenOf, wordTypes } from "../context.ts";
import { namesInput } from "../later-input.ts";
import type { ReadWord, Step } from "../reading.ts";
import { wordSet } from "../word-set.ts";
import { readWord } from "./word.ts";

interface Redirect {
  text: string;
  reads: ReadWord[];
  writes: ReadWord[];
  hosts: ReadWord[];
  runs: Step[];
  /** Whether the redirection supplies the standard input. */
  isInput: boolean;
  /** Words after the file, arguments to bash. */
  extraWords: ReadWord[];
}

const writing = new Set([">", ">>", ">|", "&>", "&>>"]);
const duplicating = new Set([">&", "<&"]);

export function readRedirect(context: Context, node: Node): Redirect {
  const nothing = { reads: [], writes: [], hosts: [], runs: [], extraWords: [] };
  const redirect: Redirect = { text: node.text, isInput: false, ...nothing };
  if (node.type === "heredoc_redirect")
    return { ...redirect, isInput: /^0?<</.test(node.text), text: readHeredoc(context, node) };
  const children = childrenOf(node);
  const first = children[0]?.type === "file_descriptor" ? children[0] : undefined;
  const operator = children[first ? 1 : 0];
  const words = children.slice(first ? 2 : 1);
  if (first && (!/^[0-9]$/.test(first.text) || first.endIndex !== operator?.startIndex))
    context.cannot("unreadable_syntax");
  if (words.length === 0 || !words.every(({ type }) => wordTypes.has(type))) {
    context.cannot("unreadable_syntax");
    return redirect;
  }
  const [target, ...extraWords] = words.map((word) => readWord(context, word));
  redirect.extraWords = extraWords;
  if (/[^ \t]/.test(context.source.slice(operator?.endIndex, words[0]?.startIndex).replaceAll("\\\n", "")))
    context.cannot("unreadable_syntax");
  const lastOfTarget = words[0]?.endIndex ?? node.endIndex;
  redirect.text = context.source.slice(node.startIndex, lastOfTarget);
  if (!target) return redirect;
  redirect.runs = target.nested;
  if (operator?.type === "<" && namesInput(target.start)) context.cannot("later_input");
  redirect.isInput =
    (operator?.type === "<" || node.type === "herestring_redirect") && /^0?$/.test(first?.text ?? "");
  if (node.type === "herestring_redirect") return redirect;
  addTarget(context, redirect, operator?.type ?? "", target);
  return redirect;
}

function addTarget(context: Context, redirect: Redirect, operator: string, target: ReadWord) {
  if (/^\/dev\/(?:tcp|udp)(?:\/|$)/.test(target.start)) {
    redirect.hosts.push(target);
    // The descriptor's use is unknown: reads and writes.
    context.cannot("code_from_input");
  } else if (duplicating.has(operator)) {
    // `>& file` writes to a file, and `>& 2` to a descriptor.
    if (/^(?:[0-9]|-)$/.test(target.value ?? "")) return;
    if (operator === ">&" && /^[A-Za-z_./][\w./-]*$/.test(target.text)) redirect.writes.push(target);
    else context.cannot("unreadable_syntax");
  } else if (operator === "<") redirect.reads.push(target);
  else if (writing.has(operator)) redirect.writes.push(target);
  else context.cannot("unreadable_syntax");
}

const known = new Set([
  ...wordSet("<< <<- heredoc_start heredoc_body heredoc_end file_redirect pipeline command list"),
  ...wordSet("redirected_statement && || test_command subshell compound_statement negated_command"),
  ...wordSet("if_statement for_statement while_statement declaration_command variable_assignment"),
]);

/** Checks a here-document by bash's rules: from the next line to its delimiter's. Returns the whole text. */
function readHeredoc(context: Context, node: Node): string {
  const { source } = context;
  const children = childrenOf(node);
  const start = children.find(({ type }) => type === "heredoc_start");
  const end = children.find(({ type }) => type === "heredoc_end");
  const body = children.find(({ type }) => type === "heredoc_body");
  const quoted = /^(?:'([\w-]+)'|"([\w-]+)"|\\?([\w-]+))$/.exec(start?.text ?? "");
  const refuse = () => {
    context.cannot("unreadable_syntax");
    return node.text;
  };
  if (!start || !end || !quoted || !children.every(({ type }) => known.has(type))) return refuse();
  if (children.filter(({ type }) => type === "heredoc_start").length > 1) return refuse();
  if (source[start.endIndex - 1] === "\\" || source[start.startIndex - 1] === "\\") return refuse();
  const delimiter = quoted[1] ?? quoted[2] ?? quoted[3] ?? "";
  const lineEnd = source.indexOf("\n", start.endIndex);
  const onLine = children.filter((child) => ![start, end, body].includes(child));
  if (lineEnd < 0 || onLine.some(({ endIndex }) => endIndex > lineEnd)) return refuse();
  const stripsTabs = children[0]?.type === "<<-";
  const found = findDelimiter(source, lineEnd + 1, delimiter, stripsTabs);
  if (found === undefined || found.end !== end.endIndex || end.text.trim() !== delimiter) return refuse();
  const text = source.slice(lineEnd + 1, found.start);
  // Without quotes around the delimiter, bash expands the document.
  const isLiteral = start.text !== delimiter;
  if (!isLiteral && /`|\$(?![A-Za-z_]\w*|\{[A-Za-z_]\w*\}|[0-9?#]|[\s.,;:)"'/%-]|$)|\\\n/.test(text))
    return refuse();
  return `${source.slice(node.startIndex, start.endIndex)}\n${source.slice(lineEnd + 1, found.end)}`;
}

function findDelimiter(source: string, from: number, delimiter: string, stripsTabs: boolean) {
  for (let start = from; start <= source.length; ) {
    const newline = source.indexOf("\n", start);
    const end = newline < 0 ? source.length : newline;
    const line = source.slice(start, end);
    if ((stripsTabs ? line.replace(/^\t+/, "") : line) === delimiter) return { start, end };
    if (newline < 0) return undefined;
    start = newline + 1;
  }
  return undefined;
}
