import type { Node } from "web-tree-sitter";
import { type Context, childrenOf, wordTypes } from "../context.ts";
import { namesInput } from "../later-input.ts";
import type { ReadWord, Step } from "../reading.ts";
import { readHeredoc } from "./heredoc.ts";
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
  const redirect: Redirect = {
    text: node.text,
    reads: [],
    writes: [],
    hosts: [],
    runs: [],
    isInput: false,
    extraWords: [],
  };
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
