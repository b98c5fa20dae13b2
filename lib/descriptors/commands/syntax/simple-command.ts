import type { Node } from "web-tree-sitter";
import { type Context, childrenOf, wordTypes } from "../context.ts";
import { newProgram, type Program, type ReadWord, type Step } from "../reading.ts";
import { accountsForAll } from "./gaps.ts";
import { readRedirect } from "./redirects.ts";
import { isPowerfulVariable, setsEnvironment, setsVariable } from "./variables.ts";
import { readWord } from "./word.ts";

interface Assignments {
  sets: string[];
  nested: Step[];
}

export const simpleTypes = new Set([
  ...["command", "variable_assignment", "variable_assignments", "declaration_command", "unset_command"],
]);
const redirectTypes = new Set(["file_redirect", "herestring_redirect"]);

/** Reads assignments, a program and its words. @param extraWords words after a redirection */
export function readSimpleCommand(context: Context, node: Node, extraWords: ReadWord[]): Program {
  if (node.type === "declaration_command" || node.type === "unset_command")
    return readDeclaration(context, node, extraWords);
  const children = node.type === "variable_assignment" ? [node] : childrenOf(node);
  const words: ReadWord[] = [];
  const assigned: Assignments = { sets: [], nested: [] };
  const redirects = [];
  const programName = children.find(({ type }) => type === "command_name")?.text;
  for (const child of children)
    if (child.type === "variable_assignment") readAssignment(context, child, assigned, programName);
    else if (redirectTypes.has(child.type)) {
      const redirect = readRedirect(context, child);
      redirects.push(redirect);
      words.push(...redirect.extraWords);
    } else if (child.type === "command_name" && child.childCount === 1) {
      // An assignment after the name is an argument; the grammar puts no word before.
      const [name] = childrenOf(child);
      if (name && wordTypes.has(name.type)) words.push(readWord(context, name));
      else context.cannot("unreadable_syntax");
    } else if (wordTypes.has(child.type)) words.push(readWord(context, child));
    else context.cannot("unreadable_syntax");
  words.push(...extraWords);
  const extra = extraWords.map(({ text }) => text);
  const text = [node.text, ...extra].join(" ");
  const program =
    words.length > 0 ? context.readProgram(words, text) : newProgram({ kind: "assignment", text });
  return {
    ...program,
    ...(extraWords.length === 0 && context.isWhole ? { at: node.startIndex } : {}),
    reads: [...program.reads, ...redirects.flatMap(({ reads }) => reads)],
    writes: [...program.writes, ...redirects.flatMap(({ writes }) => writes)],
    hosts: [...program.hosts, ...redirects.flatMap(({ hosts }) => hosts)],
    hasInput: redirects.some(({ isInput }) => isInput),
    sets: [...assigned.sets, ...program.sets],
    runs: [...assigned.nested, ...redirects.flatMap(({ runs }) => runs), ...program.runs],
  };
}

/** @param program the program with the variable in its environment */
function readAssignment(context: Context, node: Node, assigned: Assignments, program?: string) {
  const target = node.childForFieldName("name");
  const value = node.childForFieldName("value");
  const variable = target?.type === "subscript" ? /^(\w+)\[[0-9]+\]$/.exec(target.text)?.[1] : target?.text;
  if (variable === undefined) context.cannot("calculated_text");
  else if (program === undefined) setsVariable(context, variable, node.text);
  // Before `read`, IFS only splits the line.
  else if (variable !== "IFS" || program !== "read") setsEnvironment(context, variable, node.text);
  assigned.sets.push(node.text);
  const joined = node.text.slice(
    target?.text.length ?? 0,
    (value?.startIndex ?? node.endIndex) - node.startIndex,
  );
  if (!/^\+?=$/.test(joined)) context.cannot("unreadable_syntax");
  const values =
    value?.type === "array" ? childrenOf(value).filter(({ isNamed }) => isNamed) : value ? [value] : [];
  for (const one of values)
    if (wordTypes.has(one.type)) assigned.nested.push(...readValue(context, one));
    else context.cannot("unreadable_syntax");
  const inside = value?.type === "array" ? childrenOf(value).slice(1, -1) : [];
  if (
    value?.type === "array" &&
    !accountsForAll(context.source, inside, value.startIndex + 1, value.endIndex - 1)
  )
    context.cannot("unreadable_syntax");
}

function readValue(context: Context, node: Node) {
  return readWord(context, node).nested;
}

/** `export`, `readonly`, `local`, `unset`. `declare` and `typeset` can calculate and rename. */
function readDeclaration(context: Context, node: Node, extraWords: ReadWord[]) {
  const [keyword, ...rest] = childrenOf(node);
  const assigned: Assignments = { sets: [], nested: [] };
  if (extraWords.length > 0 || !/^(?:export|readonly|local|unset)$/.test(keyword?.type ?? ""))
    context.cannot("changed_shell");
  for (const child of rest) {
    if (child.type === "variable_assignment")
      readAssignment(context, child, assigned, keyword?.type === "export" ? "export" : undefined);
    else if (child.type === "variable_name" || (child.type === "word" && /^\w+$/.test(child.text))) {
      if (keyword?.type === "export") setsEnvironment(context, child.text, child.text);
      else if (isPowerfulVariable(child.text)) context.cannot("changed_environment");
      assigned.sets.push(child.text);
    } else context.cannot("changed_shell");
  }
  return newProgram({
    kind: "program",
    text: node.text,
    name: keyword?.type ?? "",
    sets: keyword?.type === "unset" ? [node.text] : assigned.sets,
    runs: assigned.nested,
  });
}
