import type { Node } from "web-tree-sitter";
import { type Context, childrenOf, wordTypes } from "../context.ts";
import { newProgram, newStep, type Program, type Step } from "../reading.ts";
import { wordSet } from "../word-set.ts";
import { isPlainArithmetic } from "./expansions.ts";
import { isPowerfulVariable } from "./variables.ts";
import { readWord } from "./word.ts";

/** Reads a construct with inner commands (`runs`), in the order of the source. */
export function readCompound(context: Context, node: Node): Program {
  const children = childrenOf(node);
  const keyword = children[0]?.type ?? "";
  if (node.type === "compound_statement" && keyword === "((") return calculation(context, node);
  if (node.type === "for_statement") return readFor(context, node, children);
  if (node.type === "c_style_for_statement") return readCountingFor(context, node, children);
  if (node.type === "case_statement") return readCase(context, children);
  if (node.type === "function_definition") {
    context.cannot("changed_shell");
    return newProgram({ kind: "function", text: node.text });
  }
  return newProgram({ kind: keyword, text: keyword, runs: readSections(context, children) });
}

const keywords = wordSet("if then elif else fi while until do done ( ) { }");

/** The statements between keywords; each keyword after the first begins a section. */
function readSections(context: Context, children: Node[]): Step[] {
  const steps: Step[] = [];
  let keyword = "";
  let inside: Node[] = [];
  const close = () => {
    const read = context.readSteps(inside);
    inside = [];
    const isFirst = ["", "if", "while", "until", "(", "{"].includes(keyword);
    if (isFirst) steps.push(...read);
    else if (read.length > 0) steps.push(newStep([newProgram({ kind: keyword, text: keyword, runs: read })]));
  };
  for (const child of children.flatMap((one) => (isClause(one) ? childrenOf(one) : [one])))
    if (!child.isNamed && keywords.has(child.type)) {
      close();
      keyword = child.type;
    } else if (inside.length > 0 || (child.type !== ";" && child.type !== "\n")) inside.push(child);
  close();
  return steps;
}

function isClause({ type }: Node) {
  return type === "do_group" || type === "elif_clause" || type === "else_clause";
}

function readFor(context: Context, node: Node, children: Node[]) {
  const words = children
    .filter((child) => wordTypes.has(child.type))
    .map((child) => readWord(context, child));
  const variable = node.childForFieldName("variable")?.text ?? "";
  if (children[0]?.type !== "for") context.cannot("unreadable_syntax");
  if (isPowerfulVariable(variable)) context.cannot("changed_environment");
  const known = wordSet("for in ; variable_name do_group comment");
  if (children.some(({ type }) => !known.has(type) && !wordTypes.has(type)))
    context.cannot("unreadable_syntax");
  const body = children.filter(isClause);
  return newProgram({
    kind: "for",
    text: header(context, node, body[0]),
    args: words,
    sets: [variable],
    runs: [...words.flatMap(({ nested }) => nested), ...readSections(context, body)],
  });
}

function readCountingFor(context: Context, node: Node, children: Node[]) {
  const body = children.filter(({ type }) => type === "do_group");
  const text = header(context, node, body[0]);
  const inside = /^for\s*\(\(([\s\S]*)\)\)\s*;?\s*$/.exec(text)?.[1];
  // The parts between semicolons. An assignment gives the variable its number.
  const isPlain = inside?.split(";").every((part) => isPlainArithmetic(part, context.numbers));
  if (!isPlain || body.length !== 1) context.cannot("calculated_text");
  return newProgram({ kind: "for", text, runs: readSections(context, body) });
}

function header({ source }: Context, node: Node, body: Node | undefined) {
  return source.slice(node.startIndex, body?.startIndex ?? node.endIndex).replace(/[\s;]+$/, "");
}

/** `((...))`, also as a test. */
export function calculation(context: Context, node: Node) {
  const inside = /^\(\(([\s\S]*)\)\)$/.exec(node.text)?.[1];
  if (inside === undefined || !isPlainArithmetic(inside, context.numbers)) context.cannot("calculated_text");
  return newProgram({ kind: "calculation", text: node.text });
}

function readCase(context: Context, children: Node[]) {
  const value = children.find(({ type }) => wordTypes.has(type));
  const known = wordSet("case in esac case_item ; comment");
  if (!value || children.some((child) => !known.has(child.type) && child.id !== value.id))
    context.cannot("unreadable_syntax");
  const word = value && readWord(context, value);
  const items = children
    .filter(({ type }) => type === "case_item")
    .map((item) => readCaseItem(context, item));
  return newProgram({
    kind: "case",
    text: `case ${value?.text ?? ""}`,
    args: word ? [word] : [],
    runs: [...(word?.nested ?? []), ...items],
  });
}

function readCaseItem(context: Context, item: Node): Step {
  const children = childrenOf(item);
  const close = children.findIndex(({ type, isNamed }) => !isNamed && type === ")");
  const patterns = children.slice(0, close).filter(({ type }) => !["|", "("].includes(type));
  // Substitutions in a pattern would run; the patterns are compared as text.
  if (
    close < 0 ||
    patterns.some(({ text }) => !/^(?:[\w.*?@:/+,=~-]|\[[\w!^-]+\]|"[^"$`\\]*"|'[^']*')+$/.test(text))
  )
    context.cannot("unreadable_syntax");
  const body = children.slice(close + 1).filter(({ type }) => ![";;", ";&", ";;&"].includes(type));
  const text = patterns.map((pattern) => pattern.text).join("|");
  return newStep([newProgram({ kind: "case item", text: `${text})`, runs: context.readSteps(body) })]);
}
