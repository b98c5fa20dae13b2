import type { Node } from "web-tree-sitter";
import { type Context, childrenOf } from "../context.ts";
import { newProgram, newStep, type Program, type ReadWord, type Step } from "../reading.ts";
import { wordSet } from "../word-set.ts";
import { readCompound } from "./compound.ts";
import { readRedirect } from "./redirects.ts";
import { readSimpleCommand, simpleTypes } from "./simple-command.ts";
import { readTest } from "./tests.ts";

const lists = new Set(["list", "pipeline", "redirected_statement", "negated_command", "heredoc_redirect"]);
const redirects = new Set(["file_redirect", "herestring_redirect", "heredoc_redirect"]);
const compounds = new Set([
  ...["subshell", "compound_statement", "if_statement", "for_statement", "c_style_for_statement"],
  ...["while_statement", "case_statement", "function_definition"],
]);
const operators = wordSet("&& || ; & | |&");
const partsOfHeredoc = wordSet("<< <<- heredoc_start heredoc_body heredoc_end file_descriptor");

/** An unread command with its redirections: words after a redirection belong to the command. */
interface Part {
  node: Node | undefined;
  redirects: Node[];
}

interface OpenStep {
  step: Step;
  parts: Part[];
}

/** Reads statements by bash's precedence: of the tree, which nests them otherwise, only the order counts. */
export function readStatements(context: Context, nodes: (Node | null)[]): Step[] {
  const steps: OpenStep[] = [];
  let open: OpenStep | undefined;
  let after: Step["after"] = "";
  let isAfterPipe = false;
  let end = -1;
  for (const node of nodes.flatMap((one) => (one ? [...flatten(one)] : []))) {
    const isOnNewLine =
      end >= 0 && context.source.slice(end, node.startIndex).replaceAll("\\\n", "").includes("\n");
    end = Math.max(end, node.type === "heredoc_redirect" ? node.startIndex : node.endIndex);
    if (partsOfHeredoc.has(node.type) && node.parent?.type === "heredoc_redirect") {
      // The commands after a here-document are on a new line.
      if (node.type === "heredoc_end") [open, after] = [undefined, ";"];
      continue;
    }
    if (node.type === "comment") continue;
    if (isOnNewLine && open && !isAfterPipe && !operators.has(node.type)) [open, after] = [undefined, ";"];
    if (operators.has(node.type)) {
      isAfterPipe = node.type.startsWith("|") && node.type !== "||";
      if (!open || isOnNewLine) context.cannot("unreadable_syntax");
      else if (!isAfterPipe) {
        open.step.inBackground = node.type === "&";
        [open, after] = [undefined, node.type as Step["after"]];
      }
      continue;
    }
    if (!open) {
      open = { step: newStep([], { after }), parts: [] };
      steps.push(open);
    }
    if (node.type === "!") {
      if (open.parts.length > 0) context.cannot("unreadable_syntax");
      open.step.isNegated = !open.step.isNegated;
      continue;
    }
    const last = open.parts.at(-1);
    const isRedirect = redirects.has(node.type);
    if (isRedirect && last && !isAfterPipe) last.redirects.push(node);
    else if (isRedirect) open.parts.push({ node: undefined, redirects: [node] });
    else if (last && !last.node && !isAfterPipe) last.node = node;
    else {
      if (last && !isAfterPipe) context.cannot("unreadable_syntax");
      open.parts.push({ node, redirects: [] });
    }
    isAfterPipe = false;
  }
  if (isAfterPipe) context.cannot("unreadable_syntax");
  return steps.map(({ step, parts }) => ({
    ...step,
    programs: parts.map((part) => readPart(context, part)),
  }));
}

function* flatten(node: Node): Generator<Node> {
  if (node.type === "heredoc_redirect") yield node;
  if (lists.has(node.type)) for (const child of childrenOf(node)) yield* flatten(child);
  else yield node;
}

function readPart(context: Context, { node, redirects: found }: Part): Program {
  const read = found.map((redirect) => readRedirect(context, redirect));
  const words = read.flatMap(({ extraWords }) => extraWords);
  const program = readNode(context, node, words);
  const texts = [program.text, ...read.map(({ text }) => text)];
  return {
    ...program,
    text: texts.filter((text) => text !== "").join(" "),
    reads: [...program.reads, ...read.flatMap(({ reads }) => reads)],
    writes: [...program.writes, ...read.flatMap(({ writes }) => writes)],
    hosts: [...program.hosts, ...read.flatMap(({ hosts }) => hosts)],
    hasInput: program.hasInput || read.some(({ isInput }) => isInput),
    runs: [...program.runs, ...read.flatMap(({ runs }) => runs)],
  };
}

function readNode(context: Context, node: Node | undefined, extra: ReadWord[]): Program {
  if (node && simpleTypes.has(node.type)) return readSimpleCommand(context, node, extra);
  if (extra.length > 0) context.cannot("unreadable_syntax");
  if (!node) return newProgram({ kind: "redirection", text: "" });
  if (node.type === "test_command") return readTest(context, node);
  if (compounds.has(node.type)) return readCompound(context, node);
  context.cannot("unreadable_syntax");
  return newProgram({ kind: "unread", text: node.text });
}
